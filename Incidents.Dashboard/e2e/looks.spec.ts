import AxeBuilder from '@axe-core/playwright'
import { expect, languages, test, themes } from './journey'
import { pages } from './pages'

const widths = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

for (const language of languages) {
  for (const theme of themes) {
    for (const [width, viewport] of Object.entries(widths)) {
      test(`every page in ${language}, ${theme}, ${width}, is accessible and fits`, async ({ page }) => {
        await page.setViewportSize(viewport)
        await page.addInitScript(
          ([chosenLanguage, chosenTheme]) => {
            localStorage.setItem('language', chosenLanguage)
            localStorage.setItem('theme', chosenTheme)
          },
          [language, theme] as const,
        )
        for (const [name, address] of Object.entries(await pages())) {
          await page.goto(address)
          await page.waitForLoadState('networkidle')
          await expect(page.locator('.spinner')).toHaveCount(0)
          await expect(page.locator('.map-canvas:not([data-ready])')).toHaveCount(0)
          await expect(page.locator('html')).toHaveAttribute('lang', language)
          await page.screenshot({ path: `screenshots/${name}-${language}-${theme}-${width}.png`, fullPage: true })
          const { violations } = await new AxeBuilder({ page })
            .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
            .analyze()
          expect(
            violations.map(({ id, nodes }) => ({
              page: name,
              id,
              at: nodes.map((node) => node.target.join(' ')),
              why: nodes[0]?.failureSummary,
            })),
          ).toEqual([])
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          expect(overflow, `${name} scrolls sideways`).toBe(0)
        }
      })
    }
  }
}
