import { test as base, expect } from '@playwright/test'

export { expect }
export const languages = ['kk', 'ru', 'en'] as const
export const themes = ['light', 'dark'] as const

interface Fixtures {
  /** Set by a journey that cuts the connection itself; everything else that fails in the page still fails the journey. */
  expectsOutage: { value: boolean }
}

/** A journey fails on any console error or failed request. */
export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env['INCIDENTS_URL']),
  expectsOutage: async ({}, use) => use({ value: false }),
  page: async ({ page, expectsOutage }, use) => {
    const troubles: string[] = []
    const isOutage = (text: string) =>
      expectsOutage.value &&
      /graphql|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/.test(text)
    const note = (text: string) => {
      if (!isOutage(text)) troubles.push(text)
    }
    page.on('console', (message) => {
      if (message.type() === 'error') note(`console: ${message.text()} ${message.location().url}`)
    })
    page.on('pageerror', (error) => note(`page: ${error.message}`))
    page.on('requestfailed', (request) => {
      // Leaving a page takes back what it still asks.
      if (request.failure()?.errorText !== 'net::ERR_ABORTED')
        note(`request: ${request.url()} ${request.failure()?.errorText ?? ''}`)
    })
    page.on('response', (response) => {
      if (response.status() >= 400) note(`answer: ${response.url()} ${response.status()}`)
    })
    await use(page)
    expect(troubles).toEqual([])
  },
})

/** Queries GraphQL without the page. */
export async function ask<Data>(query: string): Promise<Data> {
  const response = await fetch(`${process.env['INCIDENTS_URL'] ?? ''}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return ((await response.json()) as { data: Data }).data
}
