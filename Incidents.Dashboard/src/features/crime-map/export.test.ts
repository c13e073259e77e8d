import { describe, expect, it } from 'vitest'
import { cellAt, edgesOf, sideMetres } from './cells'
import { changesOf, countsOf, hotSpotsOf, sumOf, within } from './cellSet'
import { csvOf, fileName, geoJsonOf } from './export'
import { ordered } from './order'
import { boundsOf, fitted, readView, writeView } from './view'

const karaganda = cellAt(73.0875, 49.8047, 17)

const counts = countsOf({
  heatmap: {
    measure: 'INCIDENTS',
    zoom: 17,
    from: '2026-02-01',
    until: '2026-03-01',
    knownOn: '2026-02-15',
    total: 10,
    columns: { x: [karaganda.x, karaganda.x + 1], y: [karaganda.y, karaganda.y], count: [3, 7] },
  },
  heatmapScale: {
    breaks: [1, 5],
    basis: {
      from: '2026-02-01',
      until: '2026-03-01',
      parameters: [{ name: 'hours', value: '[114,115,138,139]' }],
    },
  },
})

describe('cells', () => {
  it('are where every web map has them', () => {
    // (73.0875 + 180) / 360 · 1024 = 719.9 columns; (1 − asinh(tan 49.8047°) / π) / 2 · 1024 = 348.1 rows.
    expect(cellAt(73.0875, 49.8047, 10)).toEqual({ zoom: 10, x: 719, y: 348 })
  })

  it('hold their middle and end where the next one begins', () => {
    const { east } = edgesOf(karaganda)
    expect(edgesOf({ ...karaganda, x: karaganda.x + 1 }).west).toBeCloseTo(east, 10)
    expect(sideMetres(18, 49.8)).toBeCloseTo(98.7, 1)
  })
})

describe('what is shown', () => {
  it('has the last day of the period, not the one after it', () => {
    expect(counts.period).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  })

  it('marks too few, and counts the cells of each class', () => {
    expect([...counts.tooFew]).toEqual([1, 0])
    expect(counts.classes.map(({ least, most, cells }) => [least, most, cells])).toEqual([
      [1, 4, 1],
      [5, null, 1],
    ])
  })

  it('is what lies in view', () => {
    const { west, south, east, north } = edgesOf(karaganda)
    const seen = within(counts, { west, south, east, north })
    expect(seen).toEqual([0])
    expect(sumOf(counts, seen)).toBe(3)
  })

  it('is ordered by what is known, the unknown last', () => {
    const spots = hotSpotsOf({
      hotSpots: {
        zoom: 17,
        studyArea: { cells: 100 },
        basis: { measure: 'INCIDENTS', from: '2026-02-01', until: '2026-03-01', knownOn: null, counted: 9 },
        columns: {
          x: [1, 2, 3],
          y: [1, 1, 1],
          n: [2, 5, 2],
          z: [null, 4.2, -1],
          p: [null, 0.0001, 0.3],
          q: [null, 0.002, 0.6],
          class: ['UNDETERMINED', 'HOT', 'NOT_SIGNIFICANT'],
        },
      },
    })
    expect(ordered(spots, [0, 1, 2], { field: 0, isDescending: true })).toEqual([1, 2, 0])
    expect(ordered(spots, [0, 1, 2], { field: 0, isDescending: false })).toEqual([2, 1, 0])
  })
})

describe('files', () => {
  it('as CSV give a line a cell, with the day on which it was known', () => {
    const [head, first, last] = csvOf(counts, [1]).split('\r\n')
    expect(head).toBe('zoom,x,y,longitude,latitude,count,tooFew,measure,from,to,knownOn,hours')
    expect(first).toMatch(
      new RegExp(
        `^17,${karaganda.x + 1},${karaganda.y},73\\.\\d{7},49\\.\\d{7},7,false,INCIDENTS,2026-02-01,2026-02-28,2026-02-15,"5-6,18-19"$`,
      ),
    )
    expect(last).toBe('')
  })

  it('as GeoJSON give closed rings around the cells, counter-clockwise', () => {
    const { features, about } = JSON.parse(geoJsonOf(counts, [0])) as {
      about: { from: string }
      features: { properties: object; geometry: { coordinates: [number, number][][] } }[]
    }
    const ring = features[0]?.geometry.coordinates[0] ?? []
    expect(about.from).toBe('2026-02-01')
    expect(features[0]?.properties).toEqual({ count: 3, tooFew: true })
    expect(ring).toHaveLength(5)
    expect(ring[0]).toEqual(ring[4])
    const twiceArea = ring.slice(1).reduce((sum, [x, y], index) => {
      const [before, below] = ring[index] ?? [0, 0]
      return sum + (before * y - x * below)
    }, 0)
    expect(twiceArea).toBeGreaterThan(0)
  })

  it('of a change name both periods', () => {
    const change = changesOf({
      heatmapChange: {
        zoom: 17,
        before: 4,
        now: 9,
        basis: {
          measure: 'ALERTS',
          from: '2026-02-01',
          until: '2026-03-01',
          knownOn: null,
          parameters: [
            { name: 'beforeFrom', value: '"2026-01-04"' },
            { name: 'beforeUntil', value: '"2026-02-01"' },
          ],
        },
        cells: [{ x: 1, y: 2, before: 4, now: 9, change: 2, tooFew: false }],
      },
    })
    expect(change.before).toEqual({ from: '2026-01-04', to: '2026-01-31' })
    expect(csvOf(change, [0])).toContain('2026-01-04,2026-01-31')
    expect(fileName(change, 'csv')).toBe('change-alerts-2026-02-01-2026-02-28.csv')
  })
})

describe('views', () => {
  const size = { width: 1440, height: 800 }
  const bounds = { west: 72.85, south: 49.7, east: 73.35, north: 49.98 }

  it('hold the bounds that they are fitted to, beside the panels', () => {
    const covered = { left: 372, top: 24, right: 56, bottom: 128 }
    const seen = boundsOf(fitted(bounds, size, covered), size)
    expect(seen.west).toBeLessThan(bounds.west)
    expect(seen.east).toBeGreaterThan(bounds.east)
    expect(seen.south).toBeLessThan(bounds.south)
    expect(seen.north).toBeGreaterThan(bounds.north)
  })

  it('come back from the link', () => {
    const view = { longitude: 73.1, latitude: 49.8, zoom: 11.25 }
    expect(readView(writeView(view))).toEqual(view)
  })
})
