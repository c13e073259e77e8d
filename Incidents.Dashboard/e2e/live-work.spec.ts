import type { Locator, Page } from '@playwright/test'
import { ask, expect, test } from './journey'
import { takesPictures } from './scale'

const run = Date.now()
const unit = `Patrol ${run}`
const city = 'temirtau'
const point = { longitude: 72.951, latitude: 50.061 }

interface Told {
  readonly errors?: readonly object[] | null
}

/** Carries a mutation out as the demo user with all roles; a refusal fails the journey. */
async function command(field: string, input: string) {
  const answer = await ask<Record<string, Told>>(
    `mutation { ${field}(input: { ${input} }) { errors { ... on Error { code } } } }`,
  )
  expect(answer[field]?.errors ?? null).toBeNull()
}

/** An alert of a kind that no rule opens an incident from; the result is its id. */
async function reportAlert(street: string): Promise<string> {
  const response = await fetch(`${process.env['INCIDENTS_URL'] ?? ''}/ingest/reports`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      authorization: `Bearer ${process.env['INCIDENTS_TOKEN'] ?? ''}`,
    },
    body: JSON.stringify({
      source: 'e2e-live-work',
      id: `${run}-${street}`,
      kind: 'alert',
      city,
      category: 'loitering',
      street,
      ...point,
      occurredAt: new Date(Date.now() - 1_000).toISOString(),
    }),
  })
  return (JSON.parse((await response.text()).trim()) as { id: string }).id
}

const panel = (page: Page) => page.getByRole('complementary', { name: 'Chosen' })
const said = (page: Page, text: string) => expect(page.getByText(text, { exact: true })).toBeVisible()

async function openQueue(page: Page) {
  await page.goto(`/live?city=%5B%22${city}%22%5D`)
  await expect(page.locator('[data-connection=connected]')).toBeVisible()
}

async function openItem(page: Page, id: string) {
  await expect(page.locator(`[role=option][data-item="${id}"]`)).toBeVisible()
  await expect(page.getByRole('listbox', { name: 'Alerts' })).toBeFocused()
  // The newest is the first; others may come at the same time.
  await page.keyboard.press('Home')
  const wanted = page.locator(`[role=option][data-item="${id}"][aria-selected=true]`)
  await expect(async () => {
    if ((await wanted.count()) === 0) await page.keyboard.press('ArrowDown')
    await expect(wanted).toBeVisible({ timeout: 50 })
  }).toPass({ intervals: [0] })
  await page.keyboard.press('Enter')
  await expect(panel(page)).toHaveAttribute('data-item', id)
}

/** Goes down a part of the panel, which a key has led to, until a button of it has the focus: the units of the demo are near as well. */
async function arrowTo(button: Locator) {
  await expect(button).toBeVisible()
  await expect(button.page().locator('[data-choice]:focus')).toBeVisible()
  await expect(async () => {
    if (await button.evaluate((one) => one === document.activeElement)) return
    await button.page().keyboard.press('ArrowDown')
    await expect(button).toBeFocused({ timeout: 50 })
  }).toPass({ intervals: [0] })
}

test('an alert is taken, becomes an incident, gets a unit that arrives, and is resolved, by the keyboard alone', async ({
  page,
}) => {
  const place = `place: { city: "${city}", point: { longitude: ${point.longitude}, latitude: ${point.latitude} } }`
  await command('registerUnit', `unit: "${unit}", kind: PATROL, ${place}`)
  await command('beginUnitDuty', `city: "${city}", unit: "${unit}"`)
  await openQueue(page)
  const alert = await reportAlert('Work 1')
  await openItem(page, alert)

  await page.keyboard.press('t')
  await expect(panel(page)).toContainText('You work on it since')
  await expect(page.locator(`[role=option][data-item="${alert}"] [data-taken=you]`)).toBeVisible()

  await page.keyboard.press('i')
  const form = page.getByRole('form', { name: 'Open an incident' })
  await expect(form.getByLabel('Category')).toBeFocused()
  await expect(form.getByLabel('Category')).toHaveValue('loitering')
  await page.keyboard.press('Enter')
  await said(page, 'Incident opened')
  await expect(panel(page)).not.toHaveAttribute('data-item', alert)
  const incident = (await panel(page).getAttribute('data-item')) ?? ''
  await expect(panel(page).locator('[data-clock=dispatch]')).toHaveAttribute('data-kind', 'running')
  await expect(panel(page).locator(`[data-signal="${alert}"]`)).toContainText('Linked by')

  await page.keyboard.press('t')
  await expect(panel(page)).toContainText('You work on it since')
  await page.keyboard.press('u')
  await arrowTo(panel(page).getByRole('button', { name: `Send ${unit}` }))
  if (takesPictures)
    for (const width of [1024, 1440]) {
      await page.setViewportSize({ width, height: width === 1440 ? 900 : 768 })
      await page.screenshot({ path: `screenshots/live-work-${width}.png` })
    }
  await page.keyboard.press('Enter')
  await expect(panel(page).locator('[data-clock=dispatch]')).toHaveAttribute('data-kind', 'met')
  await expect(panel(page).locator(`[data-free="${unit}"]`)).toHaveCount(0)

  await page.keyboard.press('u')
  await expect(panel(page).getByRole('button', { name: `${unit} arrived` })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel(page).locator(`[data-unit="${unit}"]`)).toHaveAttribute('data-state', 'ON_SCENE')

  await page.keyboard.press('p')
  const step = panel(page).locator('[data-step]').first()
  await expect(step.getByRole('button')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(step).toHaveAttribute('data-ticked', 'true')

  await page.keyboard.press('e')
  await expect(page.getByRole('form', { name: 'Resolve' }).getByLabel('Outcome')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByRole('button', { name: /Close the incident/ })).toBeVisible()
  // It waits for its report, and leaves the queue once it is closed.
  await page.keyboard.press('x')
  await expect(
    page.getByRole('form', { name: 'Close the incident' }).getByRole('button', { name: /Yes/ }),
  ).toBeFocused()
  await page.keyboard.press('Enter')
  await said(page, 'Incident closed')
  await expect(page.locator(`[role=option][data-item="${incident}"]`)).toHaveCount(0)
  await page.keyboard.press('Escape')
  await expect(panel(page)).toHaveCount(0)

  const told = await ask<{
    incident: { status: string; takenBy: string; units: { unit: string; arrivedAt: string }[] }
  }>(`{ incident(id: "${incident}") { status takenBy units { unit arrivedAt } } }`)
  expect(told.incident).toMatchObject({ status: 'CLOSED', takenBy: 'Demo user', units: [{ unit }] })
  expect(told.incident.units[0]?.arrivedAt).toBeTruthy()
})

test('what another person works on is shown as such, and what it forbids is refused in words', async ({
  page,
  browser,
}) => {
  await openQueue(page)
  const alert = await reportAlert('Work 2')
  await command('takeAlert', `id: "${alert}"`)
  const context = await browser.newContext({
    baseURL: process.env['INCIDENTS_URL'] ?? '',
    locale: 'en-GB',
    timezoneId: 'Asia/Almaty',
    // Its own session: a sign-in within the shared one would end it.
    storageState: { cookies: [], origins: [] },
  })
  const other = await context.newPage()
  const url = process.env['INCIDENTS_URL'] ?? ''
  await other.request.post(`${url}/session/demo`, { data: { user: 'supervisor' }, headers: { origin: url } })
  await openQueue(other)
  await openItem(other, alert)
  await expect(panel(other)).toContainText('Demo user works on it since')
  await other.keyboard.press('a')
  await expect(other.getByText(/Another person works on it/)).toBeVisible()
  await expect(other.locator(`[role=option][data-item="${alert}"] [data-taken=other]`)).toContainText('Demo user')

  await openItem(page, alert)
  await expect(panel(page)).toContainText('You work on it since')
  await other.keyboard.press('o')
  await expect(other.getByLabel('Reason')).toBeFocused()
  await other.keyboard.type('left the room')
  await other.keyboard.press('Enter')
  await expect(panel(other)).toContainText('You work on it since')
  // The other page hears of it.
  await expect(panel(page)).toContainText('Demo supervisor works on it since')
  await context.close()
})

test('the list of keys is on the page, and a field keeps its letters', async ({ page }) => {
  await openQueue(page)
  const alert = await reportAlert('Work 3')
  await openItem(page, alert)
  await page.keyboard.press('?')
  const keys = page.getByRole('dialog', { name: 'Keys' })
  await expect(keys).toContainText('Say what came of it')
  await page.keyboard.press('Escape')
  await page.keyboard.press('i')
  await page.getByLabel('Description').focus()
  await page.keyboard.type('tram atjru')
  await expect(page.getByLabel('Description')).toHaveValue('tram atjru')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('form', { name: 'Open an incident' })).toHaveCount(0)
  await expect(page.getByRole('listbox', { name: 'Alerts' })).toBeFocused()
  await expect(panel(page)).toContainText('Nobody works on it')
})
