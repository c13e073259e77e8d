import type { Page } from '@playwright/test'
import { ask, expect, test } from './journey'

const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
const results = (page: Page) => page.locator('[data-result]')

test('the analyst opens every analysis, each with its question, its help and its form', async ({ page }) => {
  await page.goto('/analyses')
  const nav = page.getByRole('navigation', { name: 'Analyses' })
  const links = nav.getByRole('link')
  await expect(links).toHaveCount(11)
  for (const link of await links.all()) {
    const name = await link.innerText()
    await link.click()
    await expect(link).toHaveAttribute('aria-current', 'page')
    await expect(page.getByRole('heading', { name, level: 2 }).first()).toBeVisible()
    await expect(page.getByRole('button', { name: `What “${name}” tells` })).toBeVisible()
    // Those that are no job answer at once, the others when they are started.
    await expect(page.locator('[data-start]').or(results(page)).first()).toBeVisible()
    await expect(page.locator('[data-loading]')).toHaveCount(0)
  }
  // Each opened analysis can be returned to.
  await page.goBack()
  await expect(nav.getByRole('link', { name: 'Season and trend' })).toHaveAttribute('aria-current', 'page')
})

test('a quick job is followed to its result, which the link keeps and whose counts are those of the server', async ({
  page,
}) => {
  const [from, to, until] = [day(60), day(33), day(32)]
  await page.goto(`/analyses?analysis=decomposition&city=temirtau&from=${from}&to=${to}`)
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(results(page)).toBeVisible({ timeout: 30_000 })
  await expect(page).toHaveURL(/job=[0-9a-f-]{36}/)
  const { trend } = await ask<{ trend: { series: { total: number; counts: number[] }[] } }>(
    `{ trend(from: "${from}", until: "${until}", grain: DAY, filter: { cities: ["temirtau"] }) { series { total counts } } }`,
  )
  const rows = results(page).locator('tbody tr')
  await expect(rows).toHaveCount(28)
  const counts = await rows.evaluateAll((all) => all.map((row) => Number(row.children[1]?.textContent)))
  expect(counts).toEqual(trend.series[0]?.counts)
  await expect(results(page).getByRole('group', { name: 'What the figures rest on' })).toContainText(
    `Counted${new Intl.NumberFormat('en-GB').format(trend.series[0]?.total ?? 0)}`,
  )

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  expect((await download).suggestedFilename()).toBe(`decomposition-temirtau-${from}-${to}.csv`)

  await page.reload()
  await expect(rows).toHaveCount(28)
  await page.getByLabel('Cycles').selectOption('day and week, by hour')
  await expect(page).not.toHaveURL(/job=/)
  await expect(results(page)).toHaveCount(0)
  await page.goBack()
  await expect(rows).toHaveCount(28)
})
