import { expect, it } from 'vitest'
import { comparedPeriod, wholeMonths } from './compared'

const of = (from: string, until: string) => ({ from, until })

it('compares days with as many days before', () => {
  expect(comparedPeriod(of('2026-03-10', '2026-03-17'), 'before')).toEqual(of('2026-03-03', '2026-03-10'))
})

it('compares whole calendar months with as many whole months before', () => {
  expect(comparedPeriod(of('2026-03-01', '2026-04-01'), 'before')).toEqual(of('2026-02-01', '2026-03-01'))
  expect(comparedPeriod(of('2026-01-01', '2026-04-01'), 'before')).toEqual(of('2025-10-01', '2026-01-01'))
  expect(wholeMonths(of('2026-03-01', '2026-03-31'))).toBe(0)
})

it('compares with the same dates a year ago, also in leap years', () => {
  expect(comparedPeriod(of('2026-11-01', '2026-12-01'), 'yearEarlier')).toEqual(of('2025-11-01', '2025-12-01'))
  expect(comparedPeriod(of('2025-02-01', '2025-03-01'), 'yearEarlier')).toEqual(of('2024-02-01', '2024-03-01'))
  expect(comparedPeriod(of('2024-02-29', '2024-03-10'), 'yearEarlier')).toEqual(of('2023-02-28', '2023-03-10'))
})
