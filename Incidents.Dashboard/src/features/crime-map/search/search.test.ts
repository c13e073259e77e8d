import { describe, expect, it } from 'vitest'
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
    const nonsense = { map: 'x', from: '2026-02-30', cells: 3, hours: '8-5,0-3', at: '200,0,1', cell: 'a/b/c', step: 1 }
    expect(readSearch(nonsense)).toEqual({})
  })

  it('reads a size of cells that the address gives as a number', () => {
    expect(readSearch({ cells: 16 })).toEqual({ cells: '16' })
  })

  it('says nothing of what is as usual', () => {
    expect(changed(everything, { category: [], map: undefined })).not.toHaveProperty('category')
    const { city, period } = settingsOf({}, '2026-03-01', towns)
    expect(city).toBe('karaganda')
    expect(period).toEqual({ from: '2026-01-04', to: '2026-02-28' })
  })
})
