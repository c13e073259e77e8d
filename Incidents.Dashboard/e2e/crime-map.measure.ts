import { drawn, inView, opened, period, stage, sumInView, zoom } from './crime-map'
import { expect, test } from './journey'

interface Variables {
  readonly from: string
  readonly until: string
  readonly filter: { readonly categories: readonly string[] | null }
}

test('50,000 cells stay responsive', async ({ page }) => {
  test.setTimeout(120_000)
  const x: number[] = []
  const y: number[] = []
  const count: number[] = []
  for (let index = 0; index < 50_000; index++) {
    x.push(92_000 + (index % 250))
    y.push(44_440 + Math.floor(index / 250))
    count.push(1 + ((index * 7_919) % 97))
  }
  await page.route('**/graphql', async (route) => {
    const asked = route.request().postDataJSON() as { operationName?: string; variables: Variables }
    if (asked.operationName !== 'CellCounts') return route.continue()
    const { from, until } = asked.variables
    // Other categories, other counts: the page must draw anew.
    const counts = asked.variables.filter.categories === null ? count : count.map((n) => 98 - n)
    return route.fulfill({
      json: {
        data: {
          heatmap: {
            measure: 'INCIDENTS',
            zoom,
            from,
            until,
            asKnownOn: null,
            total: 0,
            columns: { x, y, count: counts },
          },
          heatmapScale: { breaks: [1, 5, 20, 40, 60, 80], basis: { from, until, hoursOfWeek: null } },
        },
      },
    })
  })
  await page.addInitScript(() => {
    const tasks: number[] = []
    Object.assign(window, { tasks })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration)
    }).observe({ type: 'longtask' })
  })
  const longTasks = () => page.evaluate(() => (window as unknown as { tasks: number[] }).tasks.splice(0))
  await opened(page, `/crime-map?${period}&at=73.0,49.83,11.5`)
  await page.waitForLoadState('networkidle')
  await drawn(page)
  console.log('long tasks while loading 50,000 cells, ms:', await longTasks())

  const seen = await inView(page).innerText()
  expect(await sumInView(page)).toBeGreaterThan(0)
  await page.getByRole('button', { name: /^Categories:/ }).click()
  const answered = page.waitForResponse((response) => {
    const asked = response.request().postDataJSON() as { operationName?: string } | null
    return asked?.operationName === 'CellCounts'
  })
  await page.getByRole('option', { name: 'Theft', exact: true }).click()
  await (await answered).finished()
  const began = Date.now()
  await expect.poll(() => inView(page).innerText(), { intervals: [20] }).not.toBe(seen)
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  const took = Date.now() - began
  console.log('redrawn after the answer, ms:', took)
  expect(took).toBeLessThan(500)
  await page.keyboard.press('Escape')
  await drawn(page)
  await longTasks()

  const frame = await stage(page).boundingBox()
  if (!frame) throw new Error('The map has no place.')
  const [left, top] = [frame.x + frame.width / 2, frame.y + frame.height / 2]
  for (let drag = 0; drag < 4; drag++) {
    await page.mouse.move(left, top)
    await page.mouse.down()
    // To and fro, so that the cells stay in sight.
    await page.mouse.move(left + (drag % 2 ? 200 : -200), top + (drag % 2 ? -60 : 60), { steps: 20 })
    await page.mouse.up()
    await page.mouse.wheel(0, drag % 2 ? 400 : -400)
  }
  await expect(page).toHaveURL(/at=/)
  const moving = await longTasks()
  console.log('long tasks while panning and zooming, ms:', moving)
  expect(Math.max(0, ...moving)).toBeLessThan(200)
})
