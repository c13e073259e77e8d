import { csvOf, geoJsonOf } from '@shared/export/table'
import { describe, expect, it } from 'vitest'
import { changes, counts, karaganda } from '../cells/sampleCells'
import { settingsOf } from '../search/settings'
import { tableOf, type Taken } from './files'
import { scaleOf } from './scaleBar'
import { wrapped } from './sheetLines'

const bounds = { west: 72.85, south: 49.7, east: 73.35, north: 49.98 }
const town = { code: 'karaganda', name: 'Karaganda', population: 1, zone: 'Asia/Almaty', isOfProgramme: true, bounds }
const taken: Taken = {
  set: counts,
  cells: [1],
  extent: 'inView',
  view: bounds,
  settings: settingsOf({ category: ['theft', 'robbery'] }, '2026-03-01', [town]),
  towns: [town],
  partly: [{ town, coverage: { days: 28, covered: 20 }, isLeftOut: false }],
}
const server = { asOf: '2026-03-01T07:00:00Z', source: 'http://a/crime-map', simulated: true }

/** The rows of a CSV file without quoted line breaks, by the names of its columns. */
function read(text: string) {
  const [head = [], ...rows] = text
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell.replaceAll('"', '')),
    )
  return rows.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index]])))
}

describe('files', () => {
  it('as CSV give a row a cell, and on each what it is', () => {
    expect(read(csvOf(tableOf(taken, server)))).toEqual([
      expect.objectContaining({
        zoom: '17',
        x: String(karaganda.x + 1),
        y: String(karaganda.y),
        longitude: expect.stringMatching(/^73\.\d{1,7}$/) as string,
        count: '7',
        isTooFew: 'false',
        area: 'in view 72.85000,49.70000,73.35000,49.98000',
        from: '2026-02-01',
        to: '2026-02-28',
        counted: 'INCIDENTS',
        categories: 'theft robbery',
        knownAt: '2026-02-15',
        method: 'counts',
        town: 'karaganda',
        cells: 'inView',
        hours: '5-6,18-19',
        daysAsked: '28',
        daysCovered: '28',
        townsWithoutAllDays: 'karaganda 20/28',
        asOf: '2026-03-01T07:00:00Z',
        source: 'http://a/crime-map',
        simulated: 'true',
      }),
    ])
  })

  it('as GeoJSON give closed rings around the cells, counter-clockwise', () => {
    const table = tableOf({ ...taken, cells: [0], extent: 'all' }, server)
    const { features, facts } = JSON.parse(geoJsonOf(table, table)) as {
      facts: Record<string, unknown>
      features: { id: string; properties: object; geometry: { coordinates: [number, number][][] } }[]
    }
    const ring = features[0]?.geometry.coordinates[0] ?? []
    expect(facts).toMatchObject({ area: 'karaganda', from: '2026-02-01', simulated: true })
    expect(features[0]?.id).toBe(`17/${karaganda.x}/${karaganda.y}`)
    expect(features[0]?.properties).toMatchObject({ count: 3, isTooFew: true })
    expect(ring).toHaveLength(5)
    expect(ring[0]).toEqual(ring[4])
    const twiceArea = ring.slice(1).reduce((sum, [x, y], index) => {
      const [before, below] = ring[index] ?? [0, 0]
      return sum + (before * y - x * below)
    }, 0)
    expect(twiceArea).toBeGreaterThan(0)
  })

  it('of a change name both periods, their days with data, and the method', () => {
    const [row] = read(csvOf(tableOf({ ...taken, set: changes, cells: [0] }, server)))
    expect(row).toMatchObject({
      beforeFrom: '2026-01-04',
      beforeTo: '2026-01-31',
      daysCovered: '28',
      beforeDaysCovered: '28',
      method: 'poisson-change',
      change: String(2 * (Math.sqrt(9) - Math.sqrt(4))),
      difference: '5',
    })
  })
})

describe('a picture', () => {
  it('has a scale of a round length', () => {
    expect(scaleOf(7.3)).toEqual({ metres: 1000, pixels: 1000 / 7.3 })
    expect(scaleOf(40)).toEqual({ metres: 5000, pixels: 125 })
  })

  it('breaks lines between words, and a long word anywhere', () => {
    expect(wrapped('one two three', 7, (part) => part.length)).toEqual(['one two', 'three'])
    expect(wrapped('a bbbbbbbbbb c', 4, (part) => part.length)).toEqual(['a', 'bbbb', 'bbbb', 'bb c'])
  })
})
