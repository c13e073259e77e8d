import { describe, expect, it } from 'vitest'
import { changesOf } from '../cells/cellSet'
import { counts, karaganda } from '../cells/sampleCells'
import { csvOf, fileName, geoJsonOf } from './files'

describe('files', () => {
  it('as CSV give a line a cell, with the day on which it was known', () => {
    const [head, first, last] = csvOf(counts, [1]).split('\r\n')
    expect(head).toBe(
      'zoom,x,y,longitude,latitude,count,isTooFew,measure,from,to,daysAsked,daysCovered,asKnownOn,hours',
    )
    expect(first).toMatch(
      new RegExp(
        `^17,${karaganda.x + 1},${karaganda.y},73\\.\\d{7},49\\.\\d{7},7,false,INCIDENTS,` +
          `2026-02-01,2026-02-28,28,28,2026-02-15,"5-6,18-19"$`,
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
    expect(features[0]?.properties).toEqual({ count: 3, isTooFew: true })
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
        count: 9,
        daysCovered: 28,
        beforeDaysCovered: 12,
        basis: {
          measure: 'ALERTS',
          from: '2026-02-01',
          until: '2026-03-01',
          asKnownOn: null,
          hoursOfWeek: null,
          daysAsked: 28,
          parameters: [
            { name: 'beforeFrom', value: '2026-01-04' },
            { name: 'beforeUntil', value: '2026-02-01' },
          ],
        },
        cells: [{ x: 1, y: 2, before: 4, count: 9, change: 2, isTooFew: false }],
      },
    })
    expect(change.before).toEqual({ from: '2026-01-04', to: '2026-01-31' })
    expect(csvOf(change, [0])).toContain('2026-01-04,2026-01-31,28,28,12,')
    expect(fileName(change, 'csv')).toBe('change-alerts-2026-02-01-2026-02-28.csv')
  })
})
