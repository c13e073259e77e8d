import { expect, it } from 'vitest'
import { indexOf, momentsOf } from './moments'
import type { Entry } from './queries'

const entry = (sequence: number, knownAt: string): Entry => ({
  sequence,
  knownAt,
  subject: 'INCIDENT',
  type: 'incident_opened',
  occurredAt: knownAt,
  timePrecision: 'MINUTE',
  isOrderUnknown: false,
  source: null,
  by: null,
  deviceId: null,
  category: null,
  unit: null,
  reasonCode: null,
  outcomeCode: null,
  enteredBy: null,
})

it('has one moment for all that became known at once, in the order of knowing', () => {
  const moments = momentsOf([
    entry(3, '2026-01-01T12:00:00+05:00'),
    entry(1, '2026-01-01T10:00:00+05:00'),
    entry(2, '2026-01-01T12:00:00+05:00'),
  ])
  expect(moments.map((moment) => [moment.knownAt, moment.last.sequence])).toEqual([
    ['2026-01-01T10:00:00+05:00', 1],
    ['2026-01-01T12:00:00+05:00', 3],
  ])
})

it('finds a moment by whichever offset it is written', () => {
  const moments = momentsOf([entry(1, '2026-01-01T10:00:00+05:00'), entry(2, '2026-01-01T12:00:00+05:00')])
  expect(indexOf(moments, '2026-01-01T07:00:00Z')).toBe(1)
  expect(indexOf(moments, '2026-01-01T07:00:01Z')).toBe(-1)
  expect(indexOf(moments, undefined)).toBe(-1)
})
