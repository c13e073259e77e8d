import type { Page } from '@playwright/test'
import { expect, test } from './journey'
import { pages } from './pages'
import { hasPoppler, isAccent, isDark, isWhite, overlaps, shareOf, sheetsOf } from './paper'

test('pages print on A4 in light colours: nothing is cut, blank or over something else', async ({ page }) => {
  test.skip(!hasPoppler(), 'pdftoppm and pdftotext are missing (apt-get install poppler-utils)')
  // Four pages, two of them with maps that are drawn without a graphics processor.
  test.setTimeout(180_000)
  await page.addInitScript(() => {
    localStorage.setItem('theme', 'dark')
    localStorage.setItem('language', 'ru')
    // The page waits until its maps and charts are drawn before it opens the dialog: here the picture is taken afterwards.
    window.print = () => {
      dispatchEvent(new Event('beforeprint'))
      document.documentElement.setAttribute('data-dialog', '')
    }
  })
  const printed = async (name: string) => {
    await page.goto((await pages[name]?.()) ?? '')
    await settled(page)
    await page.keyboard.press('ControlOrMeta+p')
    await expect(page.locator('html')).toHaveAttribute('data-dialog', '')
    await settled(page)
    const sheets = await sheetsOf(page, `${name}-print`)
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
    for (const [index, sheet] of sheets.entries()) {
      const where = `${name}, sheet ${index + 1} of ${sheets.length}`
      expect(shareOf(sheet.picture, isDark), `${where} is not blank`).toBeGreaterThan(0.001)
      expect(shareOf(sheet.picture, isDark), `${where} is light`).toBeLessThan(0.25)
      expect(overlaps(sheet), `${where}: words over each other`).toEqual([])
      expect(sheet.text, `${where} says that it is simulated`).toContain('Смоделированные данные')
      for (const control of ['Печать', 'Обновить', 'Рус'])
        expect(
          sheet.words.map(({ text }) => text),
          `${where} has no controls`,
        ).not.toContain(control)
    }
    return sheets
  }

  await test.step('key figures', async () => {
    const sheets = await printed('kpis')
    const [first] = sheets
    expect(first?.text).toMatch(
      /^Ключевые показатели .*Территория: .*Период: .*28 дней.*Данные на: \d\d\.\d\d\.\d{4}, \d\d:\d\d:\d\d UTC\+5/,
    )
    expect(sheets.at(-1)?.text).toContain('незавершённое ещё не измерено')
    // The lines reach the right ends of their cards.
    for (const right of [0.47, 0.92])
      expect(first && shareOf(first.picture, isAccent, [right - 0.06, 0.3, right, 0.9])).toBeGreaterThan(0.001)
  })

  await test.step('register', async () => {
    const sheets = await printed('incidents')
    const rows = sheets.flatMap(({ words }) => words.filter(({ text }) => /^\d\d:\d\d:\d\d$/.test(text)))
    // Two times in each row, and one in the head.
    expect(rows.length).toBe(2 * 100 + 1)
    expect(sheets[0]?.text).toMatch(/Показано: 100 из /)
    for (const { text } of sheets) expect(text, 'the table head is repeated').toContain('Состояние')
  })

  await test.step('incident', async () => {
    const sheets = await printed('incident')
    expect(sheets[0]?.text).toContain('Номер:')
    expect(sheets.map(({ text }) => text).join(' ')).toContain('Закрыт')
  })

  await test.step('crime map', async () => {
    const [first] = await printed('crime-map')
    expect(first && shareOf(first.picture, isWhite, [0.1, 0.15, 0.9, 0.5]), 'the map is drawn').toBeLessThan(0.2)
  })
})

async function settled(page: Page) {
  await page.waitForLoadState('networkidle')
  await expect(page.locator('[data-loading]')).toHaveCount(0)
  await expect(page.locator('[data-ready=false]')).toHaveCount(0)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}
