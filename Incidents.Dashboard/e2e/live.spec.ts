import type { Page } from '@playwright/test'
import { ask, expect, test } from './journey'
import { MqttDevice } from './mqtt'

let posted = 0
const run = Date.now()

/** Sends reports, as a system does; the result is the ids of what they are about. */
async function post(reports: readonly object[]): Promise<string[]> {
  const response = await fetch(`${process.env['INCIDENTS_URL'] ?? ''}/ingest/reports`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      authorization: `Bearer ${process.env['INCIDENTS_TOKEN'] ?? ''}`,
    },
    body: reports.map((one) => JSON.stringify(one)).join('\n'),
  })
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id)
}

const aSecondAgo = () => new Date(Date.now() - 1_000).toISOString()

/** Reports alerts of a camera; the result is their ids. */
const report = (count: number) =>
  post(
    Array.from({ length: count }, () => ({
      source: 'e2e-live',
      id: `${run}-${(posted += 1)}`,
      kind: 'alert',
      city: 'temirtau',
      category: 'fight',
      deviceId: 'e2e-camera',
      street: 'Mira 1',
      longitude: 72.95,
      latitude: 50.06,
      occurredAt: aSecondAgo(),
    })),
  )

const queue = (page: Page, name = 'Alerts') => page.getByRole('listbox', { name })
const rowOf = (page: Page, id: string) => page.locator(`[role=option][data-item="${id}"]`)

const published = 'Published'
const rowAt = (page: Page, street: string) => page.getByRole('option').filter({ hasText: street })
/** The streets of the alerts that were published, as the queue has them from above. */
const streets = async (page: Page) =>
  (await page.getByRole('option').evaluateAll((rows) => rows.map((row) => [Number(row.ariaPosInSet), row.textContent])))
    .toSorted(([one], [other]) => Number(one) - Number(other))
    .flatMap(([, text]) => new RegExp(`${published} ${run}-\\d+`).exec(String(text)) ?? [])

async function open(page: Page) {
  await page.goto('/live?city=%5B%22temirtau%22%5D')
  await expect(page.locator('[data-connection=connected]')).toBeVisible()
}

test('an alert that a camera publishes on MQTT is on the open page, and what was missed meanwhile comes once, in its order', async ({
  page,
  context,
  expectsOutage,
}) => {
  expectsOutage.value = true
  const camera = await MqttDevice.connect(`e2e-${run}`)
  const publish = async () => {
    const id = `${run}-${(posted += 1)}`
    const street = `${published} ${id}`
    await camera.publish('incidents/temirtau/reports/e2e-camera', {
      id,
      kind: 'alert',
      category: 'fight',
      street,
      longitude: 72.95,
      latitude: 50.06,
      // One after another: two may be published within the same millisecond.
      occurredAt: new Date(run + posted).toISOString(),
    })
    return street
  }
  await open(page)

  const first = await publish()
  const row = rowAt(page, first)
  await expect(row).toBeVisible()
  const before = await row.locator('time').textContent()
  await expect(row.locator('time')).not.toHaveText(before ?? '')
  await row.click()
  await expect(page.getByRole('complementary', { name: 'Chosen' })).toContainText('No picture was reported')

  await context.setOffline(true)
  await expect(page.locator('[data-connection=reconnecting]')).toContainText('Reconnecting since')
  const missed = [await publish(), await publish(), await publish()]
  await context.setOffline(false)
  await expect(page.locator('[data-connection=connected]')).toBeVisible()
  await expect(rowAt(page, missed[2] ?? '')).toBeVisible()
  // What comes next is told by the same stream, after all that was missed.
  const last = await publish()
  await expect(rowAt(page, last)).toBeVisible()
  camera.close()
  // The newest is the first of the queue.
  expect(await streets(page)).toEqual([last, ...missed.toReversed(), first])
})

test('an operator works the queue off by the keyboard alone', async ({ page }) => {
  await open(page)
  const [older = '', newer = ''] = [...(await report(1)), ...(await report(1))]
  await expect(rowOf(page, newer)).toBeVisible()
  await expect(queue(page)).toBeFocused()
  await page.keyboard.press('Home')
  await expect(rowOf(page, newer)).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Chosen' })).toHaveAttribute('data-item', older)
  await page.keyboard.press('a')
  await expect(page.getByText('Alert acknowledged')).toBeVisible()
  await expect(rowOf(page, older)).toHaveCount(0)
  const { alert } = await ask<{ alert: { acknowledgedAt: string | null } }>(
    `{ alert(id: "${older}") { acknowledgedAt } }`,
  )
  expect(alert.acknowledgedAt).not.toBeNull()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('4')
  await expect(queue(page, 'Incidents')).toBeFocused()
})

test('a fault that a camera reports is on the open page, in the register and on its own page', async ({ page }) => {
  const deviceId = `e2e-faulty-${run}`
  const camera = { source: 'e2e-live', kind: 'device', city: 'temirtau', deviceId }
  await post([
    {
      ...camera,
      id: `${deviceId}-1`,
      deviceKind: 'camera',
      street: 'Mira 2',
      longitude: 72.96,
      latitude: 50.06,
      installedOn: '2026-01-10',
    },
  ])
  await open(page)
  await post([{ ...camera, id: `${deviceId}-2`, phase: 'faulted', reason: 'storage', occurredAt: aSecondAgo() }])
  await expect(page.getByText(/\d devices? silent or faulted/)).toBeVisible()
  await page.goto('/devices?city=%5B%22temirtau%22%5D&health=%5B%22FAULTED%22%5D')
  const row = page.getByRole('row', { name: deviceId })
  await expect(row).toContainText('Faulted')
  await expect(row).toContainText('cannot record')
  await row.getByRole('link', { name: deviceId }).click()
  await expect(page.getByRole('region', { name: 'What it is' })).toContainText('Faulted')
})
