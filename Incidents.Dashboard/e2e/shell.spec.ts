import { rm, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Host, freePort } from './host'
import { expect, signInAs, test } from './journey'
import { longOnly } from './scale'

test('simulated data and freshness are marked on every page, by any way to it', async ({ page }) => {
  await page.goto('/')
  for (const name of ['Incidents', 'Key figures', 'Ingest']) {
    await page.getByRole('navigation').getByRole('link', { name }).click()
    await expect(page.getByRole('complementary')).toContainText('Simulated data.')
    await expect(page.getByRole('banner').getByText(/^As of \d\d:\d\d:\d\d/)).toBeVisible()
  }
})

test('language and theme are switched at once and remembered', async ({ page }) => {
  await page.goto('/incidents')
  await page.getByRole('radio', { name: 'Қазақша' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Оқиғалар тізілімі')
  await page.getByRole('radio', { name: 'Қараңғы' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('lang', 'kk')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the header has one line of pages under that of the switches, also for who may see all of them', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.addInitScript(() => localStorage.setItem('language', 'kk'))
  await page.goto('/incidents')
  const links = page.getByRole('banner').getByRole('navigation').getByRole('link')
  await expect(links.nth(10)).toBeVisible()
  const tops = await links.evaluateAll((all) => all.map((link) => Math.round(link.getBoundingClientRect().top)))
  expect(new Set(tops).size).toBe(1)
})

test('the keyboard reaches the content past the navigation', async ({ page }) => {
  await page.goto('/incidents')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('#main')).toBeFocused()
})

// With a host of its own, which is started twice.
longOnly(() => {
  test('a page says that the server is away, recovers when it is back, and shows nothing twice', async ({
    page,
    expectsOutage,
  }) => {
    test.setTimeout(180_000)
    expectsOutage.value = true
    const data = await mkdtemp(join(tmpdir(), 'incidents-outage-'))
    const host = new Host(await freePort(), data)
    try {
      await host.start()
      await signInAs(page, 'all', host.url)
      await page.goto(`${host.url}/incidents?order=OCCURRED_ASCENDING`)
      const rows = page.locator('[role=row] [role=cell] a[href^="/incidents/"]')
      await expect(rows.first()).toBeVisible()
      const before = await rows.evaluateAll((links) => links.map((link) => link.getAttribute('href')))

      await host.stop()
      await expect(page.getByText('The connection to the server is lost.')).toBeVisible({ timeout: 30_000 })
      await expect(rows.first()).toBeVisible()

      await host.start()
      await expect(page.getByText('The connection to the server is lost.')).toBeHidden({ timeout: 30_000 })
      await expect
        .poll(() => rows.evaluateAll((links) => links.map((link) => link.getAttribute('href'))))
        .toEqual(before)
      expect(new Set(before).size).toBe(before.length)
    } finally {
      await host.stop()
      await rm(data, { recursive: true, force: true })
    }
  })
})
