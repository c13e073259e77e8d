import type { Page } from '@playwright/test'
import { ask, expect, test } from './journey'

/** Rows with data, without the row of headings. */
const dataRow = '[role=row]:has([role=cell])'
const register = (page: Page) => page.getByRole('table', { name: 'Incident register' })

test('an investigator narrows the register, and the link keeps it', async ({ page }) => {
  await page.goto('/incidents')
  await expect(register(page).getByRole('row').nth(5)).toBeVisible()
  await page.getByRole('button', { name: /^Town:/ }).click()
  await page.getByRole('option', { name: 'Temirtau' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: /^Status:/ }).click()
  await page.getByRole('option', { name: 'Closed' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/city=.*temirtau.*status=.*CLOSED/)

  const { incidents } = await ask<{ incidents: { totalCount: number } }>(
    '{ incidents(filter: { cities: ["temirtau"], statuses: [CLOSED] }, first: 1) { totalCount } }',
  )
  const said = new Intl.NumberFormat('en-GB').format(incidents.totalCount)
  await expect(page.getByText(`${said} incidents`)).toBeVisible()

  await page.reload()
  await expect(page.getByText(`${said} incidents`)).toBeVisible()
  const towns = await register(page).locator('[role=cell][data-column=city]').allTextContents()
  expect(new Set(towns)).toEqual(new Set(['Temirtau']))
})

test('the register goes on without end and shows nothing twice', async ({ page }) => {
  await page.goto('/incidents?order=OCCURRED_ASCENDING')
  const seen = new Set<string>()
  const table = register(page)
  await expect(table.getByRole('link').first()).toBeVisible()
  for (let reached = 0; reached < 350;) {
    const rows = await table.locator(dataRow).evaluateAll((elements) =>
      elements.map((element) => ({
        index: Number(element.getAttribute('aria-rowindex')),
        link: element.querySelector('a')?.getAttribute('href') ?? '',
      })),
    )
    for (const row of rows) seen.add(`${row.index} ${row.link}`)
    reached = Math.max(...rows.map((row) => row.index))
    await table.evaluate((element) => element.scrollBy(0, element.clientHeight))
    await expect
      .poll(async () => Number(await table.locator(dataRow).last().getAttribute('aria-rowindex')))
      .toBeGreaterThan(reached)
  }
  const links = [...seen].map((entry) => entry.split(' ')[1])
  expect(new Set(links).size).toBe(links.length)

  const { incidents } = await ask<{ incidents: { nodes: { id: string }[] } }>(
    '{ incidents(first: 300, order: OCCURRED_ASCENDING) { nodes { id } } }',
  )
  for (const [index, { id }] of incidents.nodes.entries()) expect(seen).toContain(`${index + 2} /incidents/${id}`)
})

test('an incident shows both times of every entry, its place, and how it looked earlier', async ({ page }) => {
  const { incidents } = await ask<{ incidents: { nodes: { id: string }[] } }>(
    '{ incidents(first: 1, filter: { statuses: [CLOSED], categories: ["theft"] }) { nodes { id } } }',
  )
  const id = incidents.nodes[0]?.id ?? ''
  const { incident } = await ask<{ incident: { timeline: { type: string }[] } }>(
    `{ incident(id: "${id}") { timeline { type } } }`,
  )
  await page.goto(`/incidents/${id}`)
  const entries = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem')
  await expect(entries).toHaveCount(incident.timeline.length)
  await expect(entries.first()).toContainText('Occurred')
  await expect(entries.first()).toContainText('Known')
  await expect(page.locator('.maplibregl-canvas')).toBeVisible()
  const pin = page.getByRole('img', { name: 'Map of the place' })
  // An element that its frame cuts off is visible to Playwright all the same: the map must have its room, and the pin lie within it.
  const map = await page.locator('[data-ready]').boundingBox()
  expect(map?.height).toBeGreaterThan(200)
  await pin.scrollIntoViewIfNeeded()
  await expect(pin).toBeInViewport({ ratio: 1 })

  const facts = page.getByRole('region', { name: 'As it stands' })
  await expect(facts).toContainText('Closed')
  await page.getByRole('button', { name: 'Earlier' }).click()
  await page.getByRole('button', { name: 'Earlier' }).click()
  await expect(page).toHaveURL(/knownAt=/)
  await expect(facts).not.toContainText('Closed')
  await expect.poll(() => entries.count()).toBeLessThan(incident.timeline.length)
})

test('an unknown incident says so and leads back', async ({ page }) => {
  await page.goto('/incidents/00000000-0000-0000-0000-000000000000')
  await expect(page.getByRole('heading', { name: 'No such incident' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to the register' }).click()
  await expect(register(page)).toBeVisible()
})
