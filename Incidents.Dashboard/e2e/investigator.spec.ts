import { readFile } from 'node:fs/promises'
import type { Page } from '@playwright/test'
import { ask, expect, test } from './journey'

// Words may name a person: whoever searches for them gives a reference.
const reference = 'case 24-0117'

interface Seen {
  readonly street: string
  readonly deviceId: string
}

/** An incident that a camera saw in a street whose name is long enough for a typing error. */
async function seenInStreet(): Promise<Seen & { readonly word: string }> {
  const { alerts } = await ask<{ alerts: { nodes: { deviceId: string; incident: Seen | null }[] } }>(
    '{ alerts(first: 100) { nodes { deviceId incident { street deviceId } } } }',
  )
  for (const { deviceId, incident } of alerts.nodes) {
    const word = incident?.street.match(/\p{L}{6,}/u)?.[0]
    // An alert of one camera may belong to an incident that another camera reported.
    if (incident?.deviceId === deviceId && word !== undefined) return { street: incident.street, deviceId, word }
  }
  throw new Error('The demo has no alert with an incident in a street.')
}

const countOf = async (filter: string) => {
  const { incidents } = await ask<{ incidents: { totalCount: number } }>(
    `query @purpose(reason: INVESTIGATION, reference: "${reference}") {
      incidents(filter: ${filter}, first: 1) { totalCount }
    }`,
  )
  return incidents.totalCount
}

const said = (count: number) => new Intl.NumberFormat('en-GB').format(count)

/** Rows of a CSV file without its headings: quoted cells may hold line ends. */
function rowsOf(csv: string): number {
  let [rows, isQuoted] = [0, false]
  for (const letter of csv) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === '\n' && !isQuoted) rows++
  }
  return rows - 1
}

async function exported(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: /CSV/ }).click()
  const file = await (await coming).path()
  return readFile(file, 'utf8')
}

test('an investigator finds a street, goes near, exports, and follows a device to an incident', async ({ page }) => {
  const { deviceId, word } = await seenInStreet()
  const mistyped = `${word.slice(0, 3)}${word[3] === 'x' ? 'y' : 'x'}${word.slice(4)}`
  const count = await countOf(`{ search: ${JSON.stringify(mistyped)} }`)
  expect(count).toBeGreaterThan(0)
  expect(count).toBe(await countOf(`{ search: ${JSON.stringify(word)} }`))

  await page.goto('/incidents')
  await page.getByLabel('Search', { exact: true }).fill(mistyped)
  await page.keyboard.press('Enter')
  const purpose = page.locator('[data-purpose-form]')
  await purpose.getByLabel('Number of the case, incident or request').fill(reference)
  await purpose.getByRole('button', { name: 'Search' }).click()
  await expect(page.locator('[data-purpose]')).toContainText(reference)
  await expect(page.getByText(`${said(count)} incident`, { exact: false }).first()).toBeVisible()
  const csv = await exported(page)
  expect(csv.charCodeAt(0)).toBe(0xfeff)
  expect(rowsOf(csv)).toBe(count)
  await expect(page.getByText(`.csv, ${said(count)} row`, { exact: false })).toBeVisible()

  await page.getByLabel('Device', { exact: true }).fill(deviceId)
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/device=/)
  const table = page.getByRole('table', { name: 'Incident register' })
  await table.locator('[data-column=category]').getByRole('link').first().click()

  const near = page.getByRole('region', { name: 'Near in place and time' })
  await near.getByLabel('Within metres').fill('2000')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/radius=2000/)
  await near.getByRole('link', { name: 'Show these in the register' }).click()
  await expect(page.getByRole('list', { name: 'Filters of the link' }).getByRole('listitem')).toHaveCount(2)
  await expect(table.getByRole('link').first()).toBeVisible()
  await page.goBack()

  await page.getByRole('region', { name: 'As it stands' }).getByRole('link', { name: deviceId }).click()
  await expect(page.getByRole('heading', { level: 1, name: `Device ${deviceId}` })).toBeVisible()
  const alerts = page.getByRole('region', { name: 'Last 20 alerts' })
  await alerts.getByRole('link', { name: 'Open the incident' }).first().click()
  const linked = page.getByRole('region', { name: 'Alerts, calls and violations' })
  await expect(linked.getByRole('link', { name: deviceId }).first()).toBeVisible()
})
