import { describe, expect, it } from 'vitest'
import { notableOf, shareBeyond } from './chance'
import { sumOf, within } from './cellSet'
import { cellAt, edgesOf, sideMetres } from './cells'
import { ordered, usualOrder } from './order'
import { changes, counts, hotSpots, karaganda } from './sampleCells'

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
    expect(usualOrder(hotSpots)).toEqual({ field: 0, isDescending: false })
    expect(ordered(hotSpots, [0, 1, 2], usualOrder(hotSpots))).toEqual([1, 2, 0])
    expect(ordered(hotSpots, [0, 1, 2], { field: 0, isDescending: true })).toEqual([2, 1, 0])
  })

  it('is not led by changes of too few', () => {
    const by = (field: number, isDescending: boolean) => ordered(changes, [0, 1, 2, 3], { field, isDescending })
    expect(by(0, true)).toEqual([0, 2, 3, 1])
    expect(by(0, false)).toEqual([3, 2, 0, 1])
    expect(by(2, true)).toEqual([2, 0, 3, 1])
  })
})

describe('notable changes', () => {
  it('are as many by chance as the binomial distribution of each cell says', () => {
    // Of 3 in sum, 0 → 3 and 3 → 0 are beyond ±3: 2 / 2³. Of 2 in sum none is.
    expect(shareBeyond(3, 1)).toBeCloseTo(0.25, 12)
    expect(shareBeyond(2, 1)).toBe(0)
    expect(shareBeyond(199, 1)).toBeGreaterThan(0.025)
    expect(shareBeyond(199, 1)).toBeLessThan(0.045)
    const found = notableOf(changes)
    expect(found).toMatchObject({ seen: 1, cells: 4 })
    expect(found?.byChance).toBeCloseTo(
      [13, 3, 40, 16].reduce((sum, n) => sum + shareBeyond(n, 1), 0),
      12,
    )
    expect(notableOf(counts)).toBeNull()
  })
})
