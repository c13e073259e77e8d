import { describe, expect, it } from 'vitest'
import { cellsIn, concentrationOf } from './concentration'

describe('concentration', () => {
  it('is the fewest cells that hold half', () => {
    const found = concentrationOf([1, 4, 0, 2, 1], 100)
    expect(found).toMatchObject({ total: 8, occupied: 4, area: 100, half: 1 })
    expect(found?.curve).toEqual([
      { cells: 0, counted: 0 },
      { cells: 0.25, counted: 0.5 },
      { cells: 0.5, counted: 0.75 },
      { cells: 0.75, counted: 0.875 },
      { cells: 1, counted: 1 },
    ])
    expect(concentrationOf([0, 0], 10)).toBeNull()
  })

  it('by chance alone is that of Poisson counts', () => {
    // With a mean far below 1 nearly every counted thing has a cell of its own: half of 10 lies in about 5 cells.
    expect(
      concentrationOf(
        Array.from({ length: 10 }, () => 1),
        1_000_000,
      )?.halfByChance,
    ).toBeCloseTo(5, 3)
    // With a large mean the counts are nearly equal: half lies in nearly half of the cells.
    const many = concentrationOf(
      Array.from({ length: 100 }, () => 400),
      100,
    )
    expect(many?.halfByChance).toBeGreaterThan(45)
    expect(many?.halfByChance).toBeLessThan(50)
  })

  it('counts the cells that touch the bounds', () => {
    expect(cellsIn({ west: 1, east: 2, south: 1, north: 2 }, 0)).toBe(1)
    expect(cellsIn({ west: -1, east: 1, south: -1, north: 1 }, 1)).toBe(4)
  })
})
