import { ask, expect, signInAs, test } from './journey'

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)

interface Replayed {
  readonly signalCount: number
  readonly coveredCount: number
  readonly openedCount: number
  readonly raised: { readonly openedCount: number }
}

/** A fire that a camera sees now: rules are asked about what is live, and the demo's history is not. */
async function reportFire() {
  const report = {
    source: 'rules-journey',
    id: `fire-${Date.now()}`,
    kind: 'alert',
    phase: 'raised',
    city: 'karaganda',
    category: 'fire',
    confidence: 0.9,
    deviceId: 'rules-journey-1',
    longitude: 73.1,
    latitude: 49.8,
    occurredAt: new Date().toISOString(),
  }
  const response = await fetch(`${process.env['INCIDENTS_URL'] ?? ''}/ingest/reports`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      authorization: `Bearer ${process.env['INCIDENTS_TOKEN'] ?? ''}`,
    },
    body: JSON.stringify(report),
  })
  expect(response.ok, await response.text()).toBe(true)
}

test('an analyst replays a changed rule, and reads precision with both denominators', async ({ page }) => {
  const [from, to] = [day(14), day(-1)]
  await reportFire()
  await expect
    .poll(async () => {
      const { correlationReplay } = await ask<{ correlationReplay: Replayed }>(`{
        correlationReplay(from: "${day(1)}", until: "${day(-2)}", rule: {
          code: "danger", version: 2, kinds: [ALERT], opens: true, categories: ["fire"]
        }) { signalCount coveredCount openedCount raised { openedCount } } }`)
      return correlationReplay.openedCount
    })
    .toBeGreaterThan(0)
  await signInAs(page, 'analyst')
  await page.goto(`/rules?from=${from}&to=${to}`)
  await page.getByRole('button', { name: 'Use as candidate: danger 1' }).click()
  const form = page.getByRole('form', { name: 'Candidate and replay' })
  await expect(form.getByLabel('Rule')).toHaveValue('danger')
  await form.getByLabel('Metres').fill('400')
  await form.getByLabel('Metres').press('Tab')
  const answered = page.waitForResponse(
    (response) => response.request().postData()?.includes('query CorrelationReplay') === true,
  )
  await form.getByRole('button', { name: 'Replay' }).click()
  const { data } = (await (await answered).json()) as { data: { correlationReplay: Replayed } }
  const replayed = data.correlationReplay
  expect(replayed.openedCount).toBeGreaterThan(0)
  const number = (value: number) => value.toLocaleString('en-GB')
  const shown = page.locator('[data-replay]')
  await expect(shown).toContainText(
    `covers ${number(replayed.coveredCount)} of ${number(replayed.signalCount)} signals`,
  )
  await expect(shown.locator('[data-row=openedByRule] td')).toHaveText([
    number(replayed.openedCount),
    number(replayed.raised.openedCount),
  ])
  const days = shown.getByRole('group', { name: 'What the candidate would have done, by day' })
  await expect(days.getByRole('row')).toHaveCount(17)

  const ledger = page.getByRole('region', { name: 'Alert ledger' })
  await expect(ledger.getByRole('columnheader', { name: 'Confirmed, of those with an outcome' })).toBeVisible()
  await expect(ledger.getByRole('columnheader', { name: 'Confirmed, of all' })).toBeVisible()
  await expect(page.locator('[data-threshold]').first()).toContainText(/of [\d,]+/)
})
