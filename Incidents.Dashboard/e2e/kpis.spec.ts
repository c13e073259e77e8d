import type { Locator, Page } from '@playwright/test'
import { dayBefore } from './crime-map'
import { countsFromEvents, durationsFromEvents } from './events'
import { ask, expect, test } from './journey'
import { isLong, takesPictures } from './scale'

const targets = { ANSWER_TIME: 10, DISPATCH_TIME: 60, ARRIVAL_TIME: 480, RESOLUTION_TIME: 7_200 }
const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
const tile = (page: Page, measure: string) => page.locator(`li[data-measure=${measure}]`)
const cards = (page: Page) => page.locator('li[data-state]')
const counts = (page: Page) => page.locator('li[data-measure]:not([data-state])')
const figure = async (locator: Locator) => Number((await locator.innerText()).replace(/[^\d.]/g, ''))

/** Reads "1 hr 5 mins" back as seconds. */
function secondsOf(text: string) {
  const units: Record<string, number> = { day: 86_400, hr: 3_600, min: 60, sec: 1 }
  return [...text.matchAll(/([\d.]+) (day|hr|min|sec)/g)].reduce(
    (sum, [, value, unit]) => sum + Number(value) * (units[unit ?? ''] ?? Number.NaN),
    0,
  )
}
/** Rounding error of a duration that is written in two units. */
const roughness = (seconds: number) => (seconds < 10 ? 0.06 : seconds < 3_600 ? 1 : seconds < 48 * 3_600 ? 60 : 86_400)

for (const city of isLong ? [undefined, 'karaganda'] : ['karaganda']) {
  test(`the akimat's figures of ${city ?? 'all towns'} are what the events say`, async ({ page }) => {
    // Long enough ago that the simulation, which goes on, adds nothing more.
    const now = { from: day(60), until: day(32), ...(city === undefined ? {} : { city }) }
    const before = { ...now, from: day(88), until: day(60) }
    await page.goto(
      `/kpis?period=own&from=${now.from}&to=${day(33)}${city === undefined ? '' : `&city=${encodeURIComponent(JSON.stringify([city]))}`}`,
    )
    await expect(counts(page)).toHaveCount(6)

    const then = await countsFromEvents(before)
    for (const [measure, count] of Object.entries(await countsFromEvents(now))) {
      expect(count).toBeGreaterThan(0)
      expect(await figure(tile(page, measure).locator('[data-field=value]')), measure).toBe(count)
      const change = 2 * (Math.sqrt(count) - Math.sqrt(then[measure] ?? 0))
      const word = change > 3 ? 'More' : change < -3 ? 'Fewer' : 'Within what chance gives'
      await expect(tile(page, measure).locator('[data-change]')).toContainText(word)
      await expect(tile(page, measure).locator('[data-change]')).toContainText(
        `before: ${new Intl.NumberFormat('en-GB').format(then[measure] ?? 0)}`,
      )
    }

    const durations = await durationsFromEvents(now, targets)
    expect(durations).toHaveLength(4)
    for (const { measure, n, median, p90, least, most } of durations) {
      const card = tile(page, measure)
      expect(await figure(card.locator('[data-field=sample]')), measure).toBe(n)
      const share = (await figure(card.locator('[data-field=value]'))) / 100
      expect(share, measure).toBeGreaterThanOrEqual(least - 0.0005)
      expect(share, measure).toBeLessThanOrEqual(most + 0.0005)
      for (const [index, exact] of [median, p90].entries()) {
        const shown = secondsOf(await card.locator('dt + dd').nth(index).innerText())
        expect(Math.abs(shown - exact), `${measure}: ${shown} for ${exact}`).toBeLessThanOrEqual(
          0.01 * exact + roughness(exact),
        )
      }
    }
    if (city !== undefined) return

    const { INCIDENTS: ofTown } = await countsFromEvents({ ...now, city: 'karaganda' })
    expect(await figure(page.locator('[data-town=karaganda] [data-field=total]'))).toBe(ofTown)
    // The public summary is of the same events.
    await page.goto(`/kpis/summary?from=${now.from}&to=${day(33)}`)
    const { INCIDENTS: all } = await countsFromEvents(now)
    const written = (count: number | undefined) => new Intl.NumberFormat('en-GB').format(count ?? 0)
    await expect(page.locator('[data-summary] li[data-measure=INCIDENTS]')).toContainText(`Incidents: ${written(all)}.`)
    await expect(page.locator('[data-summary] tr[data-city=karaganda] td').first()).toHaveText(written(ofTown))
  })
}

test('the akimat chooses days and a town, and the link keeps them', async ({ page }) => {
  await page.goto('/kpis')
  await page.getByRole('combobox', { name: 'Period', exact: true }).selectOption('Last 7 days')
  await page.getByRole('button', { name: /^Town:/ }).click()
  await page.getByRole('option', { name: 'Temirtau' }).click()
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(new RegExp(`from=${dayBefore(7)}.*temirtau`))
  await expect(page.locator('[data-scope]')).toContainText('7 days')
  await expect(page.locator('[data-scope]')).toContainText('Temirtau')
  await expect(page.locator('tr[data-city]')).toHaveCount(1)

  await page.getByLabel('First day').fill(day(40))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`from=${day(40)}`))
  await page.reload()
  await expect(page.getByLabel('First day')).toHaveValue(day(40).split('-').reverse().join('/'))
  await expect(page.locator('[data-scope]')).toContainText('Temirtau')
})

test('every tile says how many it rests on and how fresh it is, and has its figures as a table', async ({ page }) => {
  await page.goto('/kpis')
  await expect(cards(page)).toHaveCount(4)
  for (const basis of await page.locator('li p:has([data-field=sample])').all()) {
    await expect(basis).toContainText(/\d+ timed|Counted over 28 days/)
    await expect(basis).toContainText(/\d\d\/\d\d\/\d{4}, \d\d:\d\d:\d\d UTC\+5/)
  }
  const worked = page.getByRole('region', { name: 'Availability and roll-out of devices' })
  await expect(worked.getByRole('row', { name: /^Karaganda/ })).toContainText('%')
  const card = tile(page, 'ANSWER_TIME')
  await expect(card.getByRole('img', { name: 'SOS call answered, step by step' })).toBeVisible()
  await card.getByText('As a table').click()
  await expect(card.getByRole('row')).toHaveCount(29)
})

test('too few are called too few, and no data are not called nothing', async ({ page }) => {
  const { kpis } = await ask<{ kpis: { city: string; durations: { measure: string; count: number }[] }[] }>(
    `{ kpis(from: "${day(40)}", until: "${day(39)}", filter: { cities: ["osakarovka"] }) { city durations { measure count } } }`,
  )
  expect(kpis.every(({ durations }) => durations.every(({ count }) => count < 30))).toBe(true)
  await page.goto(`/kpis?period=own&from=${day(40)}&to=${day(40)}&city=%5B%22osakarovka%22%5D`)
  await expect(cards(page).locator('[data-tone]')).toHaveText(Array(4).fill('Too few'))

  await page.goto('/kpis?period=own&from=2020-01-01&to=2020-01-31')
  await expect(page.getByText('There are no data for this period')).toBeVisible()
})

test('the page prints on A4 in light colours without controls, and says what it is', async ({ page }) => {
  await page.addInitScript(() => {
    localStorage.setItem('theme', 'dark')
    localStorage.setItem('language', 'ru')
  })
  await page.goto('/kpis')
  await expect(cards(page).locator('svg')).toHaveCount(4)
  await page.setViewportSize({ width: 703, height: 1000 })
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  for (const hidden of ['nav', 'search', '[role=radiogroup]', '#main header button'])
    for (const element of await page.locator(hidden).all()) await expect(element).toBeHidden()
  const head = page.locator('[data-print-head]')
  await expect(head).toContainText('28 дней')
  await expect(head).toContainText(/Данные на\d\d\.\d\d\.\d{4}, \d\d:\d\d:\d\d UTC\+5/)
  await expect(head).toContainText('Смоделированные данные')
  await expect.poll(() => overflow(page)).toBe(0)
  if (takesPictures) await page.screenshot({ path: 'screenshots/kpis-print.png', fullPage: true })
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the page fits a narrow phone', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 })
  await page.addInitScript(() => localStorage.setItem('language', 'ru'))
  await page.goto('/kpis')
  await expect(cards(page).locator('svg')).toHaveCount(4)
  await expect.poll(() => overflow(page)).toBe(0)
})

/** Charts take the new width after the frame that changed it, so this is asked until it holds. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
