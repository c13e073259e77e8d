import { describe, expect, it } from 'vitest'
import { before, daysIn, grainOf, periodOf } from './period'

describe('the period of a link', () => {
  it('is the last 28 whole days by default', () => {
    expect(periodOf({}, '2026-03-01')).toEqual({ from: '2026-02-01', until: '2026-03-01' })
  })

  it('is the year to date, and on New Year the year that ended', () => {
    expect(periodOf({ period: 'year' }, '2026-03-01')).toEqual({ from: '2026-01-01', until: '2026-03-01' })
    expect(periodOf({ period: 'year' }, '2026-01-01')).toEqual({ from: '2025-01-01', until: '2026-01-01' })
  })

  it('includes both days of an own period, in whichever order', () => {
    const own = { from: '2026-02-10', until: '2026-02-13' }
    expect(periodOf({ period: 'own', from: '2026-02-10', to: '2026-02-12' }, '2026-03-01')).toEqual(own)
    expect(periodOf({ period: 'own', from: '2026-02-12', to: '2026-02-10' }, '2026-03-01')).toEqual(own)
  })

  it('ends with yesterday and is 28 days long where an own period does not say', () => {
    expect(periodOf({ period: 'own' }, '2026-03-01')).toEqual({ from: '2026-02-01', until: '2026-03-01' })
  })

  it('is compared with as many days before', () => {
    expect(daysIn({ from: '2024-02-01', until: '2024-03-01' })).toBe(29)
    expect(before({ from: '2024-02-01', until: '2024-03-01' })).toEqual({ from: '2024-01-03', until: '2024-02-01' })
  })
})

describe('steps', () => {
  it('grow with the period', () => {
    expect(grainOf({ from: '2026-01-01', until: '2026-02-01' })).toBe('DAY')
    expect(grainOf({ from: '2026-01-01', until: '2026-04-01' })).toBe('WEEK')
    expect(grainOf({ from: '2026-01-01', until: '2026-12-01' })).toBe('MONTH')
  })
})
