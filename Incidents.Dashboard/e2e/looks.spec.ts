import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { expect, languages, lookingTest as test, themes } from './journey'
import { pages } from './pages'
import { isLong, takesPictures } from './scale'

// Not every page in every language, theme and width, but each where it can differ.
// - A theme changes colours and no layout: one language shows both themes.
// - A language changes the length of texts: Russian is looked at, too, where room is shortest, on a phone. English is the shortest.
// - A phone has the colours of the wide page: it is looked at in one theme.
// The one language is Kazakh: its texts are the longest on average, and it has the most words of thirteen letters and more.
const longWorded = 'kk'
// Pages in the layout of another one.
const alike = /^(crime-map-(change|table)|analyses-(forecasts|impact)|not-found)$/
const wide = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

// These tests only look, so two browsers may run at once.
test.describe.configure({ mode: 'parallel' })

for (const [name, addressOf] of Object.entries(pages)) {
  test(`${name} is accessible and fits, light and dark`, async ({ page }) => {
    await page.setViewportSize(wide)
    await page.emulateMedia({ colorScheme: 'light' })
    await opened(page, await addressOf(), longWorded)
    for (const theme of isLong || !alike.test(name) ? themes : (['light'] as const)) {
      await page.emulateMedia({ colorScheme: theme })
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      await settled(page)
      await picture(page, `${name}-${longWorded}-${theme}-wide`)
      expect(await violations(page, theme === 'light' || isLong ? everything : colours), theme).toEqual([])
    }
    expect(await overflow(page), 'scrolls sideways').toBe(0)
  })

  for (const language of phoneLanguages(name)) {
    test(`${name} in ${language} is accessible and fits on a phone`, async ({ page }) => {
      await page.setViewportSize(phone)
      await page.emulateMedia({ colorScheme: 'light' })
      await opened(page, await addressOf(), language)
      await settled(page)
      await picture(page, `${name}-${language}-light-phone`)
      expect(await violations(page, everything)).toEqual([])
      expect(await overflow(page), 'scrolls sideways').toBe(0)
    })
  }
}

/** Every page is looked at on a phone in Russian; Kazakh on a phone, and all pages that share a layout, only by `./test --long`. */
function phoneLanguages(name: string) {
  if (isLong) return languages.filter((language) => language !== 'en')
  return alike.test(name) ? [] : (['ru'] as const)
}

async function picture(page: Page, name: string) {
  if (takesPictures) await page.screenshot({ path: `screenshots/${name}.png`, fullPage: true })
}

async function opened(page: Page, address: string, language: string) {
  await page.addInitScript((code) => localStorage.setItem('language', code), language)
  await page.goto(address)
  await page.waitForLoadState('networkidle')
  await expect(page.locator('html')).toHaveAttribute('lang', language)
}

/** Resolves when nothing is loading any more, and what the theme changed has been drawn. */
async function settled(page: Page) {
  await expect(page.locator('[data-loading]')).toHaveCount(0)
  await expect(page.locator('[data-ready=false]')).toHaveCount(0)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

// The pages have no frames, so axe runs in the page itself: Playwright's adapter for frames takes several times as long.
const everything: axe.RunOnly = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
}
// What a theme changes.
const colours: axe.RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

async function violations(page: Page, what: axe.RunOnly) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  expect(await page.locator('iframe').count()).toBe(0)
  return page.evaluate(async (runOnly) => {
    const { violations: found } = await (window as unknown as { axe: typeof axe }).axe.run({
      runOnly,
      resultTypes: ['violations'],
    })
    // A panel that scrolls shows half of a button at its edge; whoever presses it scrolls it into view.
    return found
      .filter(
        ({ id, nodes }) => id !== 'target-size' || !nodes.every((node) => node.failureSummary?.includes('obscured')),
      )
      .map(({ id, nodes }) => ({
        id,
        at: nodes.map((node) => node.target.join(' ')),
        why: nodes[0]?.failureSummary,
      }))
  }, what)
}
