import { expect, it } from 'vitest'
import { coversPeriod, ordered } from './sources'

const period = { from: '2026-02-01', until: '2026-03-01' }
const live = { name: 'live', from: '2026-01-01', until: null, gaps: [] }
const register = { name: 'register', from: '2026-01-01', until: '2026-02-28', gaps: [] }

it('covers a period where it reported on all its days', () => {
  expect(coversPeriod(live, period)).toBe(true)
  expect(coversPeriod({ ...live, from: '2026-02-02' }, period)).toBe(false)
  expect(coversPeriod(register, period)).toBe(false)
  expect(coversPeriod({ ...register, until: '2026-03-01' }, period)).toBe(true)
})

it('does not cover a period with one of its gaps', () => {
  const gap = (from: string, until: string) => ({ ...live, gaps: [{ from, until }] })
  expect(coversPeriod(gap('2026-02-10', '2026-02-11'), period)).toBe(false)
  expect(coversPeriod(gap('2026-01-10', '2026-02-01'), period)).toBe(true)
  expect(coversPeriod(gap('2026-03-01', '2026-03-02'), period)).toBe(true)
})

it('comes first where it explains what is missing', () => {
  const sorted = ordered([live, register, { ...live, name: 'a' }], period, (a, b) => (a.name < b.name ? -1 : 1))
  expect(sorted.map(({ name }) => name)).toEqual(['register', 'a', 'live'])
})
