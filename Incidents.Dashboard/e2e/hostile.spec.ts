import type { Page } from '@playwright/test'
import { expect, test } from './journey'
import { pages } from './pages'
import { isLong } from './scale'

const parameters = [
  ...['map', 'layout', 'city', 'measure', 'category', 'from', 'to', 'compare', 'beforeFrom', 'beforeTo', 'knownAt'],
  ...['cells', 'significance', 'scaleFrom', 'scaleTo', 'step', 'hours', 'at', 'cell', 'district', 'status', 'device'],
  ...['order', 'period', 'line', 'estimate', 'code', '__proto__', 'constructor'],
  ...['search', 'near', 'since', 'until', 'columns', 'radius'],
]
/** Of different kinds: none is right for any parameter. */
const values = ['\0', '{"a":[1e308,-0]}', '[[]]', 'x'.repeat(1_000), '[null]', '{"__proto__":{"x":1}}']
const allAtOnce = parameters.map((name, index) => `${name}=${encodeURIComponent(values[index % values.length] ?? '')}`)
const others = [
  // A period of a century; a town that there is none of; lists too long.
  `from=1900-01-01&to=2100-01-01&city=["__proto__"]&category=${encodeURIComponent(JSON.stringify(Array(500).fill('x')))}`,
  'from=1990-01-01&from=xx&to=NaN&period=zzz&status=FOO&city=1e308&hours=6-5,0-99&at=NaN,-0,99&cell=99/1/1&knownAt=garbage',
  `utm=1&from=${'9'.repeat(5_000)}&to=-0&city=%00&knownAt=2026-99-99T99:99:99Z&code=toString&map=constructor`,
]
/** The second half by `./test --long` alone. */
const hostile = [allAtOnce.join('&'), ...(isLong ? others : [])]

const named = isLong
  ? ['crime-map', 'crime-map-table', 'incidents', 'incident', 'device', 'kpis', 'ingest']
  : ['incidents', 'kpis']
for (const name of named)
  test(`${name} is usable whatever the link says, and names once what it left out`, async ({ page }) => {
    test.slow()
    await watchTasks(page)
    const address = (await pages[name]?.()) ?? ''
    const usual = await longestTask(page, address)
    const [path = ''] = address.split('?')
    for (const search of hostile) {
      const longest = await longestTask(page, `${path}?${search}`)
      await expect(page.locator('[data-dropped]')).toHaveCount(1)
      await expect(page.locator('[data-dropped]')).toBeVisible()
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached()
      await expect(page.getByRole('alert')).toHaveCount(0)
      expect(page.url().length, 'what is wrong remains in the address').toBeLessThan(300)
      // A machine that does other work delays any task, and so a task is too long only if it is so each time.
      const limit = Math.max(longestMilliseconds, 2 * usual)
      for (let again = 0, least = longest; least > limit; again++) {
        least = Math.min(least, await longestTask(page, `${path}?${search}`))
        expect(again, `a task of ${least} ms; without wrong parameters ${usual} ms`).toBeLessThan(4)
      }
    }
  })

test('an incident that cannot be is said in the language of the page', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('language', 'ru'))
  await page.goto('/incidents/abc?knownAt=garbage')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Такого .* нет$/)
})

const longestMilliseconds = 200

/** Keeps the duration of the page's longest task. */
const watchTasks = (page: Page) =>
  page.addInitScript(() => {
    Object.assign(window, { longest: 0 })
    const own = window as unknown as { longest: number }
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) own.longest = Math.max(own.longest, duration)
    }).observe({ type: 'longtask', buffered: true })
  })

async function longestTask(page: Page, address: string) {
  await page.goto(address)
  await page.waitForLoadState('networkidle')
  await expect(page.locator('main [data-loading]')).toHaveCount(0)
  return page.evaluate(() => (window as unknown as { longest: number }).longest)
}
