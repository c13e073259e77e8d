import { ask, expect, test } from './journey'

test('an administrator sees how the intake does, and why reports were refused', async ({ page }) => {
  await page.goto('/ingest-status')
  await expect(page.getByText('Running', { exact: true })).toBeVisible()
  const { deadLetters } = await ask<{ deadLetters: { nodes: { message: string }[] } }>(
    '{ deadLetters { nodes { message } } }',
  )
  expect(deadLetters.nodes.length).toBeGreaterThan(0)
  const letters = page.getByRole('region', { name: 'Dead letters' })
  for (const { message } of deadLetters.nodes)
    await expect(letters.getByText(message, { exact: true }).first()).toBeAttached()

  await page.getByRole('region', { name: 'Why reports were refused' }).getByRole('link').first().click()
  await expect(page).toHaveURL(/code=/)
  await letters
    .getByText(/bytes?$/)
    .first()
    .click()
  await expect(letters.locator('pre').first()).toBeVisible()
})
