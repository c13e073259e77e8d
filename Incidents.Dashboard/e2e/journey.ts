import { test as base, expect, type Page } from '@playwright/test'

export { expect }
export const languages = ['kk', 'ru', 'en'] as const
export const themes = ['light', 'dark'] as const

interface Fixtures {
  /** Set by a journey that cuts the connection itself; everything else that fails in the page still fails the journey. */
  expectsOutage: { value: boolean }
  /** Set by a journey whose session ends: the server then refuses with 401. */
  expectsSignOut: { value: boolean }
}

/** A journey fails on any console error or failed request. */
export const test = base.extend<Fixtures>({
  // Each journey begins signed in as the demo user with all roles; `signInAs` signs in another.
  storageState: async ({}, use) => use(process.env['INCIDENTS_STATE']),
  baseURL: async ({}, use) => use(process.env['INCIDENTS_URL']),
  expectsOutage: async ({}, use) => use({ value: false }),
  expectsSignOut: async ({}, use) => use({ value: false }),
  page: async ({ page, expectsOutage, expectsSignOut }, use) => {
    const isOutage = (text: string) =>
      expectsOutage.value &&
      /graphql|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE/.test(text)
    const isSignOut = (text: string) => expectsSignOut.value && / 401|status of 401/.test(text)
    const troubles = watch(page)
    await use(page)
    expect(troubles.filter((text) => !isOutage(text) && !isSignOut(text))).toEqual([])
  },
})

/**
 * For tests that only look: the tests of a worker share one page, which keeps the programs that it has loaded. What a test sets, the next
 * one sets too.
 */
export const lookingTest = base.extend<object, { readonly looking: { page: Page; troubles: string[] } }>({
  looking: [
    async ({ browser }, use) => {
      const context = await browser.newContext({
        storageState: process.env['INCIDENTS_STATE'] ?? '',
        baseURL: process.env['INCIDENTS_URL'] ?? '',
        locale: 'en-GB',
        timezoneId: 'Asia/Almaty',
      })
      const page = await context.newPage()
      await use({ page, troubles: watch(page) })
      await context.close()
    },
    { scope: 'worker' },
  ],
  page: async ({ looking: { page, troubles } }, use) => {
    troubles.length = 0
    await use(page)
    expect(troubles).toEqual([])
  },
})

/** Notes console errors and failed requests. */
function watch(page: Page): string[] {
  const troubles: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`console: ${message.text()} ${message.location().url}`)
  })
  page.on('pageerror', (error) => troubles.push(`page: ${error.message}`))
  page.on('requestfailed', (request) => {
    // Leaving a page takes back what it still asks.
    if (request.failure()?.errorText !== 'net::ERR_ABORTED')
      troubles.push(`request: ${request.url()} ${request.failure()?.errorText ?? ''}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`answer: ${response.url()} ${response.status()}`)
  })
  return troubles
}

/** Signs the page's browser in as a demo user. The session that the journeys share goes on: who signs in with it would end it. */
export async function signInAs(page: Page, user: string, url = process.env['INCIDENTS_URL'] ?? '') {
  await page.context().clearCookies()
  const answer = await page.request.post(`${url}/session/demo`, { data: { user }, headers: { origin: url } })
  expect(answer.ok()).toBe(true)
}

/** Queries GraphQL without the page, as the demo user with all roles. */
export async function ask<Data>(query: string): Promise<Data> {
  const response = await fetch(`${process.env['INCIDENTS_URL'] ?? ''}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${process.env['INCIDENTS_TOKEN'] ?? ''}`,
    },
    body: JSON.stringify({ query }),
  })
  return ((await response.json()) as { data: Data }).data
}
