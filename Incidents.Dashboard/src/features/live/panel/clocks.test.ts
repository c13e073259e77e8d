import { expect, it } from 'vitest'
import { clockOf, inOrder, passedAt, type Target } from './clocks'

const at = (text: string) => Date.parse(text)
const target = (change: Partial<Target> = {}): Target => ({
  name: 'dispatch',
  step: 'DISPATCHED',
  withinSeconds: 60,
  status: 'RUNNING',
  startedAt: '2026-03-01T12:00:00+05:00',
  dueAt: '2026-03-01T12:01:00+05:00',
  metAt: null,
  ...change,
})

it('counts down to the deadline and on after it, across offsets', () => {
  expect(clockOf(target(), at('2026-03-01T07:00:18.400Z'))).toEqual({ kind: 'running', seconds: 42 })
  expect(clockOf(target(), at('2026-03-01T07:00:59.900Z'))).toEqual({ kind: 'running', seconds: 1 })
  expect(clockOf(target(), at('2026-03-01T07:01:00Z'))).toEqual({ kind: 'passed', seconds: 0 })
  expect(clockOf(target({ status: 'PASSED' }), at('2026-03-01T07:03:05.900Z'))).toEqual({
    kind: 'passed',
    seconds: 125,
  })
})

it('stops at what was done, and says whether that was late', () => {
  const met = { metAt: '2026-03-01T12:00:45+05:00' }
  expect(clockOf(target({ ...met, status: 'MET' }), 0)).toEqual({ kind: 'met', seconds: 45, isLate: false })
  expect(clockOf(target({ ...met, status: 'MET_KNOWN_LATE' }), 0)).toEqual({ kind: 'met', seconds: 45, isLate: false })
  expect(clockOf(target({ status: 'MET_LATE', metAt: '2026-03-01T12:02:00+05:00' }), 0)).toEqual({
    kind: 'met',
    seconds: 120,
    isLate: true,
  })
  expect(clockOf(target({ status: 'MET', metAt: null }), 0)).toEqual({ kind: 'met', seconds: null, isLate: false })
})

it('does not run before it has begun, nor where it was stopped', () => {
  expect(clockOf(target({ status: 'NOT_STARTED', dueAt: null }), 0)).toEqual({ kind: 'idle' })
  expect(clockOf(target({ status: 'STOPPED' }), at('2026-03-01T09:00:00Z'))).toEqual({ kind: 'idle' })
})

it('names those that have passed at a moment', () => {
  const later = target({ name: 'arrival', dueAt: '2026-03-01T12:08:00+05:00' })
  expect(passedAt([target(), later], at('2026-03-01T07:01:01Z')).map(({ name }) => name)).toEqual(['dispatch'])
  expect(passedAt([target(), later], at('2026-03-01T07:00:30Z'))).toEqual([])
})

it('lists them in the order of the steps', () => {
  const made = [target({ name: 'arrival', step: 'ARRIVED' }), target(), target({ name: 'answer', step: 'ANSWERED' })]
  expect(inOrder(made).map(({ name }) => name)).toEqual(['answer', 'dispatch', 'arrival'])
})
