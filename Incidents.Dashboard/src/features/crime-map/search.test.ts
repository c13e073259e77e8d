import { describe, expect, it } from 'vitest'
import { countWithin } from './hours'
import { earlierOf, nextOf, periodOf } from './period'
import { changed, readSearch, type CrimeMapSearch } from './search'
import { settingsOf } from './settings'

const towns = [
  { code: 'temirtau', population: 170_000, bounds: {} },
  { code: 'karaganda', population: 520_000, bounds: {} },
  { code: 'nowhere', population: 900_000, bounds: null },
]

describe('the map’s link', () => {
  const everything: CrimeMapSearch = {
    map: 'change',
    layout: 'table',
    city: 'temirtau',
    measure: 'ALERTS',
    category: ['theft', 'robbery'],
    from: '2026-01-01',
    to: '2026-01-31',
    compare: 'own',
    beforeFrom: '2025-12-01',
    beforeTo: '2025-12-31',
    knownAt: '2026-02-01',
    cells: '16',
    significance: 'NORMAL',
    scaleFrom: '2025-12-01',
    scaleTo: '2025-12-28',
    step: 'day',
    hours: '5-6,18-23',
    at: '73.10000,49.80000,11.25',
    cell: '17/92124/44810',
  }

  it('restores everything that it says', () => {
    expect(readSearch(JSON.parse(JSON.stringify(everything)) as Record<string, unknown>)).toEqual(everything)
    expect(settingsOf(everything, '2026-03-01', towns)).toMatchObject({
      map: 'change',
      asTable: true,
      city: 'temirtau',
      before: { from: '2025-12-01', to: '2025-12-31' },
      scale: { from: '2025-12-01', to: '2025-12-28' },
      hours: { days: [5, 6], hours: [18, 23] },
      cell: { zoom: 17, x: 92124, y: 44810 },
    })
  })

  it('leaves out what makes no sense', () => {
    const nonsense = { map: 'x', from: '2026-02-30', cells: 3, hours: '6-5,0-3', at: '200,0,1', cell: 'a/b/c', step: 1 }
    expect(readSearch(nonsense)).toEqual({})
  })

  it('reads a size of cells that the address gives as a number', () => {
    expect(readSearch({ cells: 16 })).toEqual({ cells: '16' })
  })

  it('says nothing of what is as usual', () => {
    expect(changed(everything, { category: [], map: undefined })).not.toHaveProperty('category')
    const { city, period } = settingsOf({}, '2026-03-01', towns)
    expect(city).toBe('karaganda')
    expect(period).toEqual({ from: '2026-01-05', to: '2026-03-01' })
  })
})

describe('periods', () => {
  const february = { from: '2026-02-01', to: '2026-02-28' }

  it('are compared with as many days before', () => {
    expect(earlierOf(february, 'previous', {})).toEqual({ from: '2026-01-04', to: '2026-01-31' })
  })

  it('are compared with the same weekdays of a year earlier', () => {
    const { from } = earlierOf(february, 'year', {})
    expect(from).toBe('2025-02-02')
    expect(new Date(from).getUTCDay()).toBe(new Date(february.from).getUTCDay())
  })

  it('that end before they begin are their first day', () => {
    expect(periodOf('2026-02-10', '2026-02-01', '2026-03-01')).toEqual({ from: '2026-02-10', to: '2026-02-10' })
  })

  it('play until the last day and no further', () => {
    expect(nextOf(february, 'week', '2026-03-07')).toEqual({ from: '2026-02-08', to: '2026-03-07' })
    expect(nextOf(february, 'week', '2026-03-06')).toBeNull()
  })
})

describe('brushed hours', () => {
  it('hold both their ends', () => {
    const week = [
      { weekday: 5, hour: 18, count: 1 },
      { weekday: 6, hour: 23, count: 2 },
      { weekday: 6, hour: 17, count: 4 },
      { weekday: 7, hour: 18, count: 8 },
    ]
    expect(countWithin(week, { days: [5, 6], hours: [18, 23] })).toBe(3)
  })
})
