import { describe, expect, it } from 'vitest'
import { daysOf, inputOf, newDraft, nextOf, troubleOf } from './candidate/draft'
import { byCost, decidedOf } from './ledger/cost'
import { periodOf, replayedOf } from './period'

const rule = {
  code: 'danger',
  version: 3,
  kinds: ['ALERT'] as const,
  opens: true,
  metres: 150,
  minutes: 15,
  categories: ['fire', 'smoke'],
  joins: null,
  sameCategory: false,
  leastConfidence: 0.6,
  opensAs: null,
  latestMinutes: 60,
  from: '2026-01-01',
  until: null,
}

describe('a candidate', () => {
  it('begins as the next version of a rule, and goes to the host without its days', () => {
    const draft = nextOf(rule)
    expect(draft).toMatchObject({ code: 'danger', version: 4, metres: 150, joins: [], opensAs: undefined })
    expect(inputOf(draft)).toEqual({
      code: 'danger',
      version: 4,
      kinds: ['ALERT'],
      opens: true,
      metres: 150,
      minutes: 15,
      categories: ['fire', 'smoke'],
      joins: null,
      sameCategory: false,
      leastConfidence: 0.6,
      opensAs: null,
      latestMinutes: 60,
    })
  })

  it.each([
    [{}, undefined],
    [{ kinds: [] }, 'kindMissing'],
    [{ kinds: ['ALERT', 'SOS_CALL'] as const }, 'callsAlone'],
    [{ kinds: ['SOS_CALL'] as const }, 'callsOpen'],
    [{ kinds: ['SOS_CALL'] as const, metres: undefined, minutes: undefined }, undefined],
    [{ kinds: ['SOS_CALL'] as const, opens: false, metres: undefined, minutes: undefined }, 'callsOpen'],
    [{ metres: undefined }, 'reachInPart'],
    [{ minutes: undefined }, 'reachInPart'],
    [{ metres: undefined, minutes: undefined }, undefined],
    [{ opens: false, metres: undefined, minutes: undefined }, 'doesNothing'],
    [{ opens: false }, undefined],
  ])('with %j is refused as %s', (change, trouble) => {
    expect(troubleOf({ ...newDraft, ...change })).toBe(trouble)
  })
})

it('shows the days on which a candidate did nothing as zeros, over the end of a month', () => {
  const days = [{ day: '2026-02-28', openedCount: 2, joinedCount: 5 }]
  expect(daysOf({ from: '2026-02-27', until: '2026-03-02', days })).toEqual([
    { day: '2026-02-27', openedCount: 0, joinedCount: 0 },
    { day: '2026-02-28', openedCount: 2, joinedCount: 5 },
    { day: '2026-03-01', openedCount: 0, joinedCount: 0 },
  ])
})

it('lists what cost most first, units and operators together', () => {
  const group = (alertCount: number, operatorMinutes: number, unitMinutes: number) => ({
    alertCount,
    operatorMinutes,
    unitMinutes,
  })
  const groups = [group(9, 0, 0), group(5, 30, 1), group(7, 2, 40), group(10, 0, 0)]
  expect(byCost(groups).map(({ alertCount }) => alertCount)).toEqual([7, 5, 10, 9])
  expect(decidedOf({ alertCount: 10, confirmedCount: 3, undecidedCount: 4 })).toBe(6)
})

it('takes the last 28 days where the link names none, and puts days in their order', () => {
  expect(periodOf({}, '2026-03-29')).toEqual({ from: '2026-03-01', to: '2026-03-28' })
  expect(periodOf({ from: '2026-03-10', to: '2026-03-01' }, '2026-03-29')).toEqual({
    from: '2026-03-01',
    to: '2026-03-10',
  })
  expect(periodOf({ to: '2026-01-28' }, '2026-03-29')).toEqual({ from: '2026-01-01', to: '2026-01-28' })
})

it('replays at most the last 92 days of a period', () => {
  expect(replayedOf({ from: '2025-01-01', to: '2026-04-02' })).toEqual({ from: '2026-01-01', to: '2026-04-02' })
  expect(replayedOf({ from: '2026-03-01', to: '2026-04-02' })).toEqual({ from: '2026-03-01', to: '2026-04-02' })
})
