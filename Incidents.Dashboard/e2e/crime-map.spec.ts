import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import { dayBefore, days, inView, incidentsByEvents, legend, opened, period, stage, sumInView, zoom } from './crime-map'
import { ask, expect, test } from './journey'
import { sql } from './sql'
import { longOnly } from './scale'

const table = (page: Page) => page.getByRole('region', { name: 'Cells in view' })
const pointed = (page: Page) => page.locator('[data-place=pointer]')
const evenings = `extract(isodow from local) in (5, 6) and extract(hour from local) >= 18`

/** The degrees of a cell's middle. */
function middleOf(x: number, y: number): readonly [longitude: number, latitude: number] {
  const side = 2 ** zoom
  return [
    ((x + 0.5) / side) * 360 - 180,
    (Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / side))) * 180) / Math.PI,
  ]
}

/** Moves the map to a cell, and the pointer onto it. */
async function pointAt(page: Page, x: number, y: number, search: string) {
  const [longitude, latitude] = middleOf(x, y)
  await opened(page, `/crime-map?${search}&at=${longitude.toFixed(5)},${latitude.toFixed(5)},14`)
  const frame = await stage(page).boundingBox()
  if (!frame) throw new Error('The map has no place.')
  await page.mouse.move(frame.x + frame.width / 2 - 4, frame.y + frame.height / 2)
  await page.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2)
  await expect(pointed(page)).toHaveAttribute('data-cell', `${zoom}/${x}/${y}`)
}

test('the numbers under three cells equal SQL over the events', async ({ page }) => {
  const expected = await sql(
    `${incidentsByEvents} select x, y, count(*) from placed where category = 'theft' group by x, y order by count(*) desc, x, y limit 3`,
  )
  expect(expected).toHaveLength(3)
  for (const [x = '', y = '', count = ''] of expected) {
    await pointAt(page, Number(x), Number(y), `${period}&category=theft`)
    await expect(pointed(page).locator('[data-field=count]')).toHaveText(count)
  }
})

test('an analyst narrows the map, and the link restores it', async ({ page }) => {
  await opened(page, `/crime-map?${period}`)
  await page.getByRole('button', { name: /^Categories:/ }).click()
  await page.getByRole('option', { name: 'Theft', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.getByLabel('Cell', { exact: true }).selectOption({ label: '390 m' })
  await page.getByRole('radio', { name: 'Change' }).click()
  await expect(page).toHaveURL(/map=change/)
  await expect(page).toHaveURL(/cells=/)
  await expect(legend(page).getByRole('heading')).toHaveText('Incidents: change per cell of 390 m')
  const before = { address: page.url(), legend: await legend(page).innerText() }
  await page.goto('about:blank')
  await opened(page, before.address)
  await expect.poll(() => legend(page).innerText()).toBe(before.legend)
})

longOnly(() => {
  test('the legend stays the same while the map is moved', async ({ page }) => {
    await opened(page, `/crime-map?${period}`)
    const rows = () => legend(page).getByRole('table').innerText()
    const [classes, seen] = [await rows(), await inView(page).innerText()]
    for (let press = 0; press < 3; press++) await page.getByRole('button', { name: 'Zoom in' }).click()
    await expect(page).toHaveURL(/at=/)
    await expect.poll(() => inView(page).innerText()).not.toBe(seen)
    expect(await rows()).toBe(classes)
  })
})

test('a change is shown as its Poisson-aware score', async ({ page }) => {
  const search = `map=change&from=${dayBefore(28)}&to=${days.to}`
  await page.goto(`/crime-map?${search}&layout=table`)
  const row = table(page).locator('tbody tr').first()
  const [, x = '', y = ''] = ((await row.getAttribute('data-cell')) ?? '').split('/')
  await pointAt(page, Number(x), Number(y), search)
  const value = async (field: string) =>
    Number((await pointed(page).locator(`[data-field=${field}]`).innerText()).replaceAll(',', ''))
  const [before, now] = [await value('before'), await value('count')]
  expect(await value('change')).toBeCloseTo(2 * (Math.sqrt(now) - Math.sqrt(before)), 2)
})

test('a hot spot shows z, p, q and its count', async ({ page }) => {
  const { hotSpots } = await ask<{
    hotSpots: { cells: { x: number; y: number; count: number; z: number; class: string }[] }
  }>(`{ hotSpots(bounds: { west: 72.85, south: 49.70, east: 73.35, north: 49.98 }, zoom: ${zoom},
        from: "${days.from}", until: "${days.until}", significance: NORMAL) { cells { x y count z class } } }`)
  const hottest = hotSpots.cells.filter((cell) => cell.class === 'HOT').sort((a, b) => b.z - a.z)[0]
  if (!hottest) throw new Error('The demo has no hot spot.')
  await pointAt(page, hottest.x, hottest.y, `${period}&map=hotSpots&significance=NORMAL`)
  await expect(pointed(page).locator('[data-field=z]')).toHaveText(
    `+${new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 }).format(hottest.z)}`,
  )
  await expect(pointed(page).locator('[data-field=count]')).toHaveText(String(hottest.count))
  await expect(pointed(page).locator('[data-field=q]')).toHaveText(/^(< 0\.0001|0\.\d+|0)$/)
  await expect(pointed(page).locator('[data-field=p]')).toHaveText(/^(< 0\.0001|0\.\d+|0)$/)
  await expect(pointed(page).locator('[data-field=spot]')).toContainText('Hot')
})

test('the map shows what was known then', async ({ page }) => {
  const last = dayBefore(30)
  const known = async (asKnownOn: string) =>
    (
      await ask<{ heatmap: { total: number } }>(
        `{ heatmap(bounds: { west: 67.45, south: 47.74, east: 73.35, north: 50.6 }, zoom: ${zoom},
            from: "${days.from}", until: "${days.until}"${asKnownOn}) { total } }`,
      )
    ).heatmap.total
  const [then, now] = [await known(`, asKnownOn: "${last}"`), await known('')]
  expect(then).toBeLessThan(now)
  const sum = () => sumInView(page)
  const whole = '&at=70.4,49.3,6.5'
  await opened(page, `/crime-map?${period}${whole}`)
  expect(await sum()).toBe(now)
  await page.getByRole('radio', { name: 'Then' }).click()
  await page.getByLabel('At the end of').fill(last)
  await page.keyboard.press('Enter')
  await expect(legend(page)).toContainText('As known at the end of')
  await expect.poll(sum).toBe(then)
})

longOnly(() => {
  test('the table is reached by keyboard, and leads back to the map', async ({ page }) => {
    await opened(page, `/crime-map?${period}`)
    await page.getByRole('radio', { name: 'Table' }).focus()
    await page.keyboard.press('Enter')
    await expect(table(page)).toBeVisible()
    const counts = table(page).locator('[data-field=count]')
    const numbers = (await counts.allInnerTexts()).map((text) => Number(text.replaceAll(',', '')))
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    const first = table(page).locator('tbody tr').first()
    const cell = await first.getAttribute('data-cell')
    await first.getByRole('button').focus()
    await page.keyboard.press('Enter')
    await expect(page.locator('[data-place=corner]')).toHaveAttribute('data-cell', cell ?? '')
    await expect(page.locator('[data-place=corner] [data-field=count]')).toHaveText(String(numbers[0]))
  })
})

test('what is shown is taken along as CSV, GeoJSON and PNG', async ({ page }) => {
  await opened(page, `/crime-map?${period}`)
  const taken = async (kind: string) => {
    await page.getByRole('button', { name: 'Export' }).click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: kind }).click()
    return readFile(await (await download).path())
  }
  const shown = /In view: ([\d,]+) in ([\d,]+) cells/.exec(await inView(page).innerText())
  const [sum, cells] = [shown?.[1], shown?.[2]].map((text) => Number(text?.replaceAll(',', '')))
  const lines = (await taken('CSV, cells in view')).toString().trimEnd().split('\r\n')
  const column = (lines[0] ?? '').split(',').indexOf('count')
  expect(lines.length - 1).toBe(cells)
  expect(lines.slice(1).reduce((total, line) => total + Number(line.split(',')[column]), 0)).toBe(sum)
  await expect(page.locator('[data-toasts]')).toContainText('.csv')
  const { features } = JSON.parse((await taken('GeoJSON, cells in view')).toString()) as { features: object[] }
  expect(features).toHaveLength(cells ?? -1)
  const picture = await taken('Picture (PNG)')
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  // A canvas that lost what WebGL drew would be of one colour, and then a few kilobytes at most.
  expect(picture.length).toBeGreaterThan(20_000)
})

longOnly(() => {
  test('the period plays, and its classes stay', async ({ page }) => {
    await opened(page, `/crime-map?from=${dayBefore(40)}&to=${dayBefore(13)}`)
    const classes = await legend(page).locator('tbody th').allInnerTexts()
    await page.getByRole('button', { name: 'Play' }).click()
    await expect(page).toHaveURL(new RegExp(`to=${dayBefore(6)}`))
    await page.getByRole('button', { name: 'Pause' }).click()
    await expect(legend(page)).toContainText('Classes of')
    expect(await legend(page).locator('tbody th').allInnerTexts()).toEqual(classes)
  })
})

test('the period is taken by its ends, by keyboard and pointer, and moved as a whole', async ({ page }) => {
  await opened(page, `/crime-map?from=${dayBefore(40)}&to=${dayBefore(20)}`)
  const [first, last] = [
    page.getByRole('slider', { name: 'First day' }),
    page.getByRole('slider', { name: 'Last day' }),
  ]
  await first.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page).toHaveURL(new RegExp(`from=${dayBefore(39)}`))
  await page.keyboard.press('PageDown')
  await expect(page).toHaveURL(new RegExp(`from=${dayBefore(46)}`))

  const track = await page.getByRole('slider').first().locator('..').boundingBox()
  const day = (track?.width ?? 0) / (Number(await last.getAttribute('aria-valuemax')) + 1)
  const drag = async (what: Locator, days: number) => {
    const box = await what.boundingBox()
    if (!box) throw new Error('There is nothing to drag.')
    const [left, top] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(left, top)
    await page.mouse.down()
    await page.mouse.move(left + days * day, top, { steps: 4 })
    await page.mouse.up()
  }
  await drag(last, 6)
  await expect(page).toHaveURL(new RegExp(`from=${dayBefore(46)}&to=${dayBefore(14)}`))
  await drag(page.locator('[data-chosen-days]'), -7)
  await expect(page).toHaveURL(new RegExp(`from=${dayBefore(53)}&to=${dayBefore(21)}`))
})

test('hours are brushed and measured', async ({ page }) => {
  const { hourByWeekday } = await ask<{ hourByWeekday: { hours: { weekday: number; hour: number; count: number }[] } }>(
    `{ hourByWeekday(from: "${days.from}", until: "${days.until}", filter: { cities: ["karaganda"] }) { hours { weekday hour count } } }`,
  )
  const chosen = hourByWeekday.hours
    .filter(({ weekday, hour }) => weekday >= 5 && weekday <= 6 && hour >= 18)
    .reduce((sum, { count }) => sum + count, 0)
  await opened(page, `/crime-map?${period}`)
  const hours = page.getByRole('region', { name: 'Hours of the week' })
  await hours.getByText('Choose hours, see the numbers').click()
  await hours.getByLabel('From day').selectOption('Fri')
  await hours.getByLabel('To day').selectOption('Sat')
  await hours.getByLabel('From hour').selectOption('18:00')
  await expect(hours.getByText(/in the hours chosen$/)).toContainText(
    `${new Intl.NumberFormat('en-GB').format(chosen)} of`,
  )
  await expect(page).toHaveURL(/hours=/)

  const chart = await hours.getByRole('img', { name: /^Counts by weekday and hour/ }).boundingBox()
  if (!chart) throw new Error('The chart has no place.')
  await page.mouse.move(chart.x + 60, chart.y + 20)
  await page.mouse.down()
  await page.mouse.move(chart.x + 160, chart.y + 70, { steps: 8 })
  await page.mouse.up()
  await expect(page).not.toHaveURL(/hours=5-6%2C18-23/)
  await expect(page).toHaveURL(/hours=/)
})

longOnly(() => {
  test('the brushed hours alone are on the map, as SQL counts them, and in the link', async ({ page }) => {
    const [whole = 0, brushed = 0] = (
      await sql(`${incidentsByEvents} select count(*), count(*) filter (where ${evenings}) from placed`)
    )
      .flat()
      .map(Number)
    expect(brushed).toBeGreaterThan(0)
    expect(brushed).toBeLessThan(whole)
    await opened(page, `/crime-map?${period}&at=70.4,49.3,6.5`)
    await expect.poll(() => sumInView(page)).toBe(whole)
    const hours = page.getByRole('region', { name: 'Hours of the week' })
    await hours.getByText('Choose hours, see the numbers').click()
    await hours.getByLabel('From day').selectOption('Fri')
    await hours.getByLabel('To day').selectOption('Sat')
    await hours.getByLabel('From hour').selectOption('18:00')
    await expect(page).toHaveURL(/hours=/)
    await expect(legend(page)).toContainText('Only Fri – Sat, 18:00 – 24:00')
    await expect.poll(() => sumInView(page)).toBe(brushed)
    await page.reload()
    await expect.poll(() => sumInView(page)).toBe(brushed)

    const cells = await sql(
      `${incidentsByEvents} select x, y, count(*) from placed where ${evenings} group by x, y order by count(*) desc, x, y limit 3`,
    )
    expect(cells).toHaveLength(3)
    for (const [x = '', y = '', count = ''] of cells) {
      await pointAt(page, Number(x), Number(y), `${period}&hours=5-6,18-23`)
      await expect(pointed(page).locator('[data-field=count]')).toHaveText(count)
    }
  })
})

longOnly(() => {
  test('what is not kept by hour and cell says so', async ({ page }) => {
    await opened(page, `/crime-map?${period}&measure=ALERTS&hours=5-6,18-23`)
    const hours = page.getByRole('region', { name: 'Hours of the week' })
    await expect(hours).toContainText('only incidents are kept by hour and cell')
    await expect(legend(page)).not.toContainText('Only')
    await page.getByRole('radio', { name: 'Hot spots' }).click()
    await expect(hours).toContainText('Hot spots are judged over all hours.')
  })
})

test('no data are said, and days of a link that cannot be', async ({ page }) => {
  await page.goto('/crime-map?from=2001-01-01&to=2001-01-31')
  await expect(page.getByText('There are no data for these days', { exact: true })).toBeVisible()
  await page.goto('/crime-map?from=2001-01-01&to=2401-01-31')
  await expect(page.locator('[data-dropped]')).toContainText(/from.*to|to.*from/)
  await expect(page).not.toHaveURL(/2001|2401/)
})
