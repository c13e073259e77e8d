import { dayBefore, opened } from './crime-map'
import { expect, test } from './journey'

test('a link is pinned to its days, and Back returns to what was shown before', async ({ page }) => {
  await page.goto('about:blank')
  await opened(page, '/crime-map')
  const pinned = new RegExp(`from=${dayBefore(56)}&to=${dayBefore(1)}`)
  await expect(page).toHaveURL(pinned)

  await page.getByRole('radio', { name: 'Change' }).click()
  await expect(page).toHaveURL(/map=change/)
  await page.getByRole('combobox', { name: 'Period', exact: true }).selectOption('Last 7 days')
  await expect(page).toHaveURL(new RegExp(`from=${dayBefore(7)}&to=${dayBefore(1)}`))
  // Moving the map is no entry of the history.
  await page.getByRole('button', { name: 'Zoom in' }).click()
  await expect(page).toHaveURL(/at=/)

  await page.goBack()
  await expect(page).toHaveURL(pinned)
  await expect(page.getByRole('radio', { name: 'Change' })).toBeChecked()
  await page.goBack()
  await expect(page).not.toHaveURL(/map=/)
  await expect(page.getByRole('radio', { name: 'Counts' })).toBeChecked()

  await page.getByRole('navigation').getByRole('link', { name: 'Key figures' }).click()
  await expect(page).toHaveURL(new RegExp(`/kpis\\?from=${dayBefore(28)}&to=${dayBefore(1)}$`))
  await page.goBack()
  await expect(page).toHaveURL(/crime-map/)
  await page.goBack()
  await expect(page).toHaveURL('about:blank')
})

test('days are typed in the language of the page, by keyboard alone', async ({ page }) => {
  await page.addInitScript(() => localStorage.setItem('language', 'kk'))
  await page.goto('/incidents')
  const first = page.getByLabel('Бірінші күн')
  await expect(first).toHaveAttribute('placeholder', 'кк.аа.жжжж')
  await page.waitForLoadState('networkidle')
  const asked: string[] = []
  page.on('request', (request) => {
    const body = request.postData() ?? ''
    if (body.includes('query Register(')) asked.push(body)
  })
  await first.focus()
  await page.keyboard.type('18.11.2025')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/from=2025-11-18/)
  await page.keyboard.press('Tab')
  await page.waitForLoadState('networkidle')
  expect(asked).toHaveLength(1)
  expect(asked[0]).toContain('2025-11-18')
})
