import { mayOf, dataClasses } from '@shared/session/may'
import { expect, it } from 'vitest'
import { actionAt, actionNames, actionsOf, isAllowed, letterOf, type Who } from './actions'
import type { Facts } from './facts'

const who = (role: string, ...names: readonly string[]): Who => ({
  name: 'A. Serik',
  may: mayOf(names, [{ role, towns: null }]),
})
const operator = who('operator', 'row', 'exact', 'operate', 'review', 'unit-report', 'dispatch')
const supervisor = who('supervisor', ...dataClasses)

const facts = (change: Partial<Facts>): Facts => ({
  id: '1',
  queue: 'alerts',
  version: 1,
  category: 'fight',
  city: 'temirtau',
  district: null,
  street: null,
  point: { longitude: 72.9, latitude: 50 },
  deviceId: null,
  occurredAt: '2026-03-01T12:00:00+05:00',
  timePrecision: 'MINUTE',
  status: null,
  takenBy: null,
  takenAt: null,
  incidentId: null,
  isAcknowledged: false,
  isDismissed: false,
  isHeld: false,
  hasPlan: true,
  ...change,
})
const incident = (change: Partial<Facts>) => facts({ queue: 'incidents', status: 'OPEN', ...change })

it('offers of an alert what its state allows', () => {
  expect(actionsOf(facts({}), operator)).toEqual([
    'acknowledge',
    'take',
    'openIncident',
    'linkIncident',
    'dismissAlert',
    'judge',
  ])
  expect(actionsOf(facts({ isAcknowledged: true, incidentId: '9' }), operator)).toEqual([
    'take',
    'dismissAlert',
    'judge',
  ])
  expect(actionsOf(facts({ isAcknowledged: true, isDismissed: true }), operator)).toEqual(['judge'])
})

it('gives it back or on only where it is one’s own, and takes over only as a supervisor', () => {
  const mine = incident({ takenBy: 'A. Serik' })
  const others = incident({ takenBy: 'B. Nurlan' })
  const handling = (of: Facts, by: Who) =>
    actionsOf(of, by).filter((name) => ['take', 'release', 'handOver', 'takeOver'].includes(name))
  expect(handling(incident({}), operator)).toEqual(['take'])
  expect(handling(mine, operator)).toEqual(['release', 'handOver'])
  expect(handling(others, operator)).toEqual([])
  expect(handling(others, supervisor)).toEqual(['takeOver'])
  expect(handling(incident({ takenBy: 'A. Serik', status: 'CLOSED' }), operator)).toEqual(['release'])
})

it('answers, passes on and ends a call that is there, and calls back who gave up', () => {
  const call = (status: string) =>
    actionsOf(facts({ queue: 'calls', status, incidentId: '9' }), operator).filter((name) => name !== 'take')
  expect(call('PLACED')).toEqual(['answer', 'escalate', 'endCall'])
  expect(call('ANSWERED')).toEqual(['escalate', 'endCall'])
  expect(call('ABANDONED')).toEqual(['callBack'])
  expect(call('ENDED')).toEqual([])
})

it('decides on a violation once, and holds or lifts by the same key', () => {
  const violation = (change: Partial<Facts>) => facts({ queue: 'violations', status: 'RECORDED', ...change })
  expect(actionAt('KeyC', violation({}), operator)).toBe('confirm')
  expect(actionAt('KeyC', violation({ status: 'CONFIRMED' }), operator)).toBeUndefined()
  expect(actionAt('KeyW', violation({}), operator)).toBe('hold')
  expect(actionAt('KeyW', violation({ isHeld: true }), operator)).toBe('lift')
  expect(actionAt('KeyC', violation({}), who('operator', 'operate'))).toBeUndefined()
})

it('resolves what is open, closes what is resolved, and undoes a merge of what was merged', () => {
  expect(actionAt('KeyE', incident({ status: 'ON_SCENE' }), operator)).toBe('resolve')
  expect(actionAt('KeyX', incident({ status: 'ON_SCENE' }), operator)).toBeUndefined()
  expect(actionAt('KeyX', incident({ status: 'RESOLVED' }), operator)).toBe('close')
  expect(actionAt('KeyM', incident({ status: 'MERGED' }), operator)).toBe('unmerge')
  expect(actionAt('KeyF', incident({}), operator)).toBeUndefined()
  expect(actionAt('KeyF', incident({}), supervisor)).toBe('correct')
})

it('leads to the response plan of what is open and has one', () => {
  expect(actionAt('KeyP', incident({}), operator)).toBe('plan')
  expect(actionAt('KeyP', incident({ hasPlan: false }), operator)).toBeUndefined()
  expect(actionAt('KeyP', incident({ status: 'RESOLVED' }), operator)).toBeUndefined()
})

it('has no letter that means two things in one state, and none that moves in the list', () => {
  const states: readonly Facts[] = [
    ...[true, false].map((isAcknowledged) => facts({ isAcknowledged })),
    ...['PLACED', 'ANSWERED', 'ABANDONED', 'ENDED', 'CALLED_BACK'].map((status) => facts({ queue: 'calls', status })),
    ...['RECORDED', 'REVIEWED', 'CONFIRMED', 'FINED'].flatMap((status) =>
      [true, false].map((isHeld) => facts({ queue: 'violations', status, isHeld })),
    ),
    ...['OPEN', 'ASSIGNED', 'ON_SCENE', 'RESOLVED', 'CLOSED', 'MERGED', 'REGISTERED'].map((status) =>
      incident({ status }),
    ),
  ].flatMap((of) => [of, { ...of, takenBy: 'A. Serik' }, { ...of, takenBy: 'B. Nurlan' }])
  for (const state of states) {
    const letters = actionsOf(state, supervisor).map(letterOf)
    expect(new Set(letters).size, JSON.stringify(state)).toBe(letters.length)
  }
  expect(actionNames.map(letterOf).filter((letter) => 'JKSZ'.includes(letter))).toEqual([])
})

it('offers nothing to who may only look', () => {
  const guest = who('investigator', 'row', 'place', 'exact', 'person', 'device')
  expect(actionNames.filter((name) => isAllowed(name, 'incidents', guest.may))).toEqual([])
})
