import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, languages, test, themes } from './journey'
import { pages } from './pages'

// They only look, so that two browsers may at once. A phone's colours are those of the wide page: it is looked at in one theme.
test.describe.configure({ mode: 'parallel' })
const views = [
  { width: 'wide', viewport: { width: 1440, height: 900 }, in: themes },
  { width: 'phone', viewport: { width: 390, height: 844 }, in: ['light'] },
] as const

for (const language of languages) {
  for (const [name, addressOf] of Object.entries(pages)) {
    test(`${name} in ${language} is accessible and fits, light and dark, and on a phone`, async ({ page }) => {
      test.setTimeout(180_000)
      await page.addInitScript((code) => localStorage.setItem('language', code), language)
      const address = await addressOf()
      for (const { width, viewport, in: chosen } of views) {
        await page.setViewportSize(viewport)
        await page.goto(address)
        await page.waitForLoadState('networkidle')
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        for (const theme of chosen) {
          await page.emulateMedia({ colorScheme: theme })
          await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
          await settled(page)
          await page.screenshot({ path: `screenshots/${name}-${language}-${theme}-${width}.png`, fullPage: true })
          expect(await violations(page), `${theme}, ${width}`).toEqual([])
        }
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow, `scrolls sideways, ${width}`).toBe(0)
      }
    })
  }
}

/** Nothing is on its way any more, and what the theme changed has been drawn. */
async function settled(page: Page) {
  await expect(page.locator('[data-loading]')).toHaveCount(0)
  await expect(page.locator('[data-ready=false]')).toHaveCount(0)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

async function violations(page: Page) {
  const { violations: found } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return found.map(({ id, nodes }) => ({
    id,
    at: nodes.map((node) => node.target.join(' ')),
    why: nodes[0]?.failureSummary,
  }))
}
