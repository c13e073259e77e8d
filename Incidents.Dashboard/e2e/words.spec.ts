import type { Page } from '@playwright/test'
import { expect, test } from './journey'
import { pages } from './pages'
import { isLong, takesPictures } from './scale'

/** The longest legal text of every field that pages show, without a place to break it (see `Texts` and `CategoryCode` of the Domain). */
const longest: Readonly<Record<string, number>> = {
  category: 64,
  district: 200,
  street: 500,
  deviceId: 100,
  unit: 100,
  source: 100,
  by: 200,
  enteredBy: 200,
  reasonCode: 500,
  outcomeCode: 200,
  nameRu: 100,
  field: 100,
}

const lengthen = (value: unknown, key = ''): unknown =>
  Array.isArray(value)
    ? value.map((item) => lengthen(item, key))
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, lengthen(item, name)]))
      : typeof value === 'string' && longest[key] !== undefined
        ? 'ж'.repeat(longest[key])
        : value

async function withLongWords(page: Page) {
  await page.addInitScript(() => localStorage.setItem('language', 'ru'))
  await page.route('**/graphql', async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: lengthen(await response.json()) })
  })
}

const named = isLong ? ['incident', 'incidents', 'kpis', 'ingest', 'crime-map', 'crime-map-table'] : ['incident']
for (const name of named)
  test(`${name} wraps the longest words on a phone and a wide screen`, async ({ page }) => {
    await withLongWords(page)
    const address = (await pages[name]?.()) ?? ''
    for (const width of [390, 1440]) {
      await page.setViewportSize({ width, height: 844 })
      await page.goto(address)
      await page.waitForLoadState('networkidle')
      await expect(page.locator('main [data-loading]')).toHaveCount(0)
      if (takesPictures) await page.screenshot({ path: `screenshots/${name}-long-words-${width}.png` })
      // Charts take a new width in the frame after the one that changed it.
      await expect.poll(() => overflow(page), `scrolls sideways at ${width}`).toBe(0)
      expect(await spilling(page), `runs out of its box at ${width}`).toEqual([])
    }
    // The page asks again by itself; an answer that comes while the page is closed cannot be read any more.
    await page.unrouteAll({ behavior: 'ignoreErrors' })
  })

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** Elements whose text is wider than they are, and neither scrolls nor is cut off with a sign. */
const spilling = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'main dd, main dt, main p, main li, main td, main th, main h1, main h2, main h3',
      ),
    ]
      .filter((element) => {
        const style = getComputedStyle(element)
        return (
          style.display !== 'inline' &&
          style.overflowX === 'visible' &&
          element.clientWidth > 0 &&
          element.scrollWidth > element.clientWidth + 1
        )
      })
      .map((element) => `${element.tagName} ${element.className} ${element.textContent.slice(0, 30)}`),
  )
