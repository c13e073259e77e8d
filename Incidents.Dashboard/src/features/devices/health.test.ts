import { expect, it } from 'vitest'
import { validityOf } from './health'

const until = (...days: readonly string[]) => days.map((validUntil) => ({ validUntil }))

it('a certificate counts by the one that ends last, to the end of its last day', () => {
  expect(validityOf(until('2026-03-01', '2026-01-01'), '2026-03-01')).toEqual({ last: '2026-03-01', state: 'soon' })
  expect(validityOf(until('2026-03-01'), '2026-03-02')?.state).toBe('over')
  expect(validityOf(until('2026-04-01'), '2026-03-01')?.state).toBe('valid')
  expect(validityOf(until('2026-03-31'), '2026-03-01')?.state).toBe('soon')
  expect(validityOf([], '2026-03-01')).toBeUndefined()
})
