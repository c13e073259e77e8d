import { expect, test } from './journey'

test('first views come within two seconds', async ({ page }) => {
  for (const [address, ready] of [
    ['/incidents', '[role=row] [role=cell]'],
    ['/kpis', 'li[data-measure]'],
    ['/ingest-status', 'dl > [data-tone]'],
    ['/crime-map', 'text=/^In view:/'],
  ] as const) {
    const began = Date.now()
    await page.goto(address)
    await page.locator(ready).first().waitFor()
    const took = Date.now() - began
    console.log(`${address}: ${took} ms to the first data`)
    expect(took).toBeLessThan(2_000)
  }
})
