import { describe, expect, it } from 'vitest'
import { hotSpotsOf, sumOf, within } from './cellSet'
import { cellAt, edgesOf, sideMetres } from './cells'
import { ordered } from './order'
import { counts, karaganda } from './sampleCells'

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
    expect([...counts.isTooFew]).toEqual([1, 0])
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
        basis: {
          measure: 'INCIDENTS',
          from: '2026-02-01',
          until: '2026-03-01',
          asKnownOn: null,
          daysAsked: 28,
          daysCovered: 28,
        },
        columns: {
          x: [1, 2, 3],
          y: [1, 1, 1],
          count: [2, 5, 2],
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
