import type { Locator, Page } from '@playwright/test'
import { made, section } from './cases'
import { ask, expect, test } from './journey'
import { hasPoppler, isDark, overlaps, shareOf, sheetsOf } from './paper'

/** A message of the page; the state of a case may be named by the same words. */
const told = (page: Page, words: string) => page.getByRole('status', { name: 'Messages' }).getByText(words)

test('branches, merges and splits of a case are decided and undone on its page', async ({ page }) => {
  const [first, second] = [await made('Decided'), await made('Absorbed')]
  await ask(`mutation {
    one: amendCaseItem(input: { id: "${first.id}", itemId: "${first.person}", note: "left by car" }) { position }
    other: amendCaseItem(
      input: { id: "${first.id}", itemId: "${first.person}", note: "left on foot", branchId: "${first.branch}" }) { position }
  }`)

  // Both sides have changed one item: nothing is merged until somebody has chosen.
  await page.goto(`/cases/${first.id}?section=branches`)
  const conflict = page.locator('[data-conflict=BOTH_AMENDED]')
  await expect(conflict).toContainText('left by car')
  const merge = page.getByRole('button', { name: 'Merge into the case' })
  await expect(merge).toBeDisabled()
  await conflict.getByLabel('Keep').selectOption({ label: 'that of the branch' })
  await merge.click()
  await expect(told(page, 'Branch merged')).toBeVisible()
  await section(page, 'What is in it')
  await expect(page.locator('[data-item=PERSON]')).toContainText('left on foot')
  await section(page, 'Branches')
  await page.getByRole('button', { name: 'Undo the merge' }).click()
  await expect(told(page, 'Merge undone')).toBeVisible()
  await section(page, 'What is in it')
  await expect(page.locator('[data-item=PERSON]')).toContainText('left by car')

  // A part becomes a case of its own, and comes back.
  await section(page, 'Merge and split')
  await page
    .getByRole('group', { name: 'What goes into the new case' })
    .getByLabel(/B\. Seen/)
    .check()
  await page.getByLabel('What it is about').fill('The driver')
  const splitting = page.getByRole('region', { name: 'Split off a new case' })
  await splitting.getByLabel('Reason').fill('another matter')
  await splitting.getByRole('button', { name: 'Split off', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'The driver' })).toBeVisible()
  await expect(page.locator('[data-item=PERSON]')).toContainText('B. Seen')
  await section(page, 'Merge and split')
  await page.getByRole('button', { name: 'Undo the split' }).click()
  await expect(told(page, 'Split undone')).toBeVisible()
  await page.goto(`/cases/${first.id}?section=items`)
  await expect(page.locator('[data-item=PERSON]')).toContainText('left by car')

  // It becomes part of another case, and is one of its own again.
  await section(page, 'Merge and split')
  const merging = page.getByRole('region', { name: 'Merge into another case' })
  await merging.getByLabel('Id or address of the other case').fill(`http://elsewhere/cases/${second.id}`)
  await merging.getByLabel('Reason').fill('the same people')
  await merging.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect(page.getByText('This case is part of another one.')).toBeVisible()
  await page.getByRole('link', { name: 'Open that case' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Absorbed' })).toBeVisible()
  await section(page, 'What is in it')
  await expect(page.locator('[data-item=PERSON]')).toHaveCount(2)
  await page.goto(`/cases/${first.id}`)
  await page.getByRole('button', { name: 'Undo the merge' }).click()
  await expect(page.getByText('This case is part of another one.')).toHaveCount(0)
  await page.goto(`/cases/${second.id}?section=items`)
  await expect(page.locator('[data-item=PERSON]')).toHaveCount(1)
})

/** Goes on by the tabulator key until something has the focus, as somebody without a mouse does. */
async function reach(page: Page, what: Locator) {
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab')
    if (await what.evaluate((element) => element === document.activeElement)) {
      expect(await what.evaluate((element) => element.matches(':focus-visible')), 'the focus is seen').toBe(true)
      await expect(what).toBeInViewport()
      return
    }
  }
  throw new Error('The tabulator key does not lead there.')
}

test('a case is read and worked on with the keyboard alone', async ({ page }) => {
  const { id } = await made('By keyboard')
  await page.goto(`/cases/${id}`)
  const noted = page.locator('[data-entry=case_branch_begun]').first()
  const star = noted.getByRole('button', { name: /^Star:/ })
  await expect(star).toBeVisible()

  // The timeline is scrolled, an entry starred and commented on.
  await reach(page, page.getByRole('group', { name: 'Timeline' }))
  await page.keyboard.press('End')
  await reach(page, star)
  await page.keyboard.press('Space')
  await expect(star).toHaveAttribute('aria-pressed', 'true')
  await reach(page, noted.getByRole('button', { name: 'Comment' }))
  await page.keyboard.press('Enter')
  await reach(page, noted.getByLabel('Comment'))
  await page.keyboard.type('Who had the key?')
  await reach(page, noted.getByRole('button', { name: 'Add the comment' }))
  await page.keyboard.press('Enter')
  await expect(noted).toContainText('1 comment')

  // Another part of the case, from the beginning of the page.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await reach(page, page.getByRole('link', { name: 'Branches', exact: true }))
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/section=branches/)
  await reach(page, page.getByLabel('Name of the branch'))
  await page.keyboard.type('The night watch')
  await reach(page, page.getByRole('button', { name: 'Begin a branch' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'The night watch' })).toBeVisible()
})

// On paper is every entry, dark on white, and no control.
test('a case is printed whole', async ({ page }) => {
  test.skip(!hasPoppler(), 'pdftoppm and pdftotext are missing (apt-get install poppler-utils)')
  const { id } = await made('On paper')
  await page.goto(`/cases/${id}`)
  const noted = page.locator('[data-entry=case_branch_begun]').first()
  await noted.getByRole('button', { name: 'Comment' }).click()
  await noted.getByLabel('Comment').fill('Who had the key?')
  await noted.getByRole('button', { name: 'Add the comment' }).click()
  await expect(noted).toContainText('1 comment')
  await page.evaluate(() => {
    window.print = () => {
      dispatchEvent(new Event('beforeprint'))
      document.documentElement.setAttribute('data-dialog', '')
    }
  })
  await page.keyboard.press('ControlOrMeta+p')
  await expect(page.locator('html')).toHaveAttribute('data-dialog', '')
  const sheets = await sheetsOf(page, 'case-print')
  const text = sheets.map((sheet) => sheet.text).join(' ')
  for (const written of ['On paper', 'Case opened', 'Added to the case', 'Who had the key?'])
    expect(text).toContain(written)
  for (const sheet of sheets) {
    expect(overlaps(sheet), 'words over each other').toEqual([])
    expect(shareOf(sheet.picture, isDark), 'is light').toBeLessThan(0.25)
    expect(sheet.words.map((word) => word.text)).not.toContain('Print')
  }
})
