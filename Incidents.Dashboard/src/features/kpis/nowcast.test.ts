import { expect, it } from 'vitest'
import { barsOf, expectedOf, nowcastFrom } from './nowcast'

const none = { estimate: null, low80: null, high80: null, low95: null, high95: null, expectedShare: null }
const points = [
  { day: '2026-02-02', status: 'NO_DATA', count: null, ...none },
  { day: '2026-02-09', status: 'COMPLETE', count: 30, ...none },
  {
    day: '2026-02-16',
    status: 'ESTIMATED',
    count: 14,
    estimate: 24.2,
    low80: 19,
    high80: 30,
    low95: 16,
    high95: 33,
    expectedShare: 0.42,
  },
  { day: '2026-02-23', status: 'NOT_OVER', count: 2, ...none },
] as const

it('shows sixteen weeks', () => {
  expect(nowcastFrom('2026-04-27')).toBe('2026-01-05')
})

it('draws intervals from their lower bounds, gaps for weeks without data, and nothing of a week that is not over', () => {
  const { counts, lacksData, estimates, outer, inner } = barsOf(points)
  expect(counts).toEqual([null, 30, 14, null])
  expect(lacksData).toEqual([true, false, false, false])
  expect(estimates).toEqual([null, null, 24.2, null])
  expect(outer).toEqual({ base: [null, null, 16, null], height: [null, null, 17, null] })
  expect(inner).toEqual({ base: [null, null, 19, null], height: [null, null, 11, null] })
})

it('says how much is still expected of the newest estimated week', () => {
  expect(expectedOf(points)).toEqual({ day: '2026-02-16', share: 0.42 })
  expect(expectedOf(points.slice(0, 2))).toBeUndefined()
  expect(expectedOf(points.slice(0, 3).map((point) => ({ ...point, expectedShare: 0.001 })))).toBeUndefined()
})
