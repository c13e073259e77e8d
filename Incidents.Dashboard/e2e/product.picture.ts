import { drawn, incidentsByEvents, opened, period, zoom } from './crime-map'
import { expect, test } from './journey'
import { sql } from './sql'

test('the picture of the product is taken', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.addInitScript(() => {
    localStorage.setItem('theme', 'light')
    localStorage.setItem('language', 'en')
  })
  const [[x = '', y = ''] = []] = await sql(
    `${incidentsByEvents} select x, y from placed group by x, y order by count(*) desc limit 1`,
  )
  await opened(page, `/crime-map?${period}&cell=${zoom}/${x}/${y}`)
  await page.waitForLoadState('networkidle')
  await expect(page.locator('[data-loading]')).toHaveCount(0)
  await drawn(page)
  await page.screenshot({ path: '../docs/pictures/crime-map.png', animations: 'disabled' })
})
