import { expect, it } from 'vitest'
import { availableShare, byTown, workedOf, yearsOf } from './figures'

const part = (city: string, acceptedSeconds: number, silentSeconds: number, faultedSeconds: number) => ({
  city,
  kind: 'CAMERA' as const,
  devices: 2,
  neverHeard: 1,
  acceptedSeconds,
  silentSeconds,
  faultedSeconds,
})

it('weighs towns by the time of their devices', () => {
  // 900 of 1,000 s and 40 of 100 s are 940 of 1,100 s, which is not the mean of 0.9 and 0.4.
  const worked = workedOf([part('karaganda', 1_000, 60, 40), part('temirtau', 100, 60, 0)])
  expect(availableShare(worked)).toBeCloseTo(940 / 1_100, 12)
  expect(worked.devices).toBe(4)
  expect(worked.neverHeard).toBe(2)
})

it('has no share of no time', () => {
  expect(availableShare(workedOf([]))).toBeNull()
  expect(availableShare(workedOf([part('karaganda', 0, 0, 0)]))).toBeNull()
})

it('keeps the kinds of a town together', () => {
  const towns = byTown([part('karaganda', 1, 0, 0), part('temirtau', 1, 0, 0), part('karaganda', 2, 0, 0)])
  expect([...towns].map(([city, parts]) => [city, parts.length])).toEqual([
    ['karaganda', 2],
    ['temirtau', 1],
  ])
})

it('adds the months up to the end of each year', () => {
  const month = (day: string, planned: number, installed: number, accepted: number) => ({
    month: day,
    planned,
    installed,
    accepted,
  })
  const months = [month('2026-02-01', 5, 2, 0), month('2025-11-01', 10, 10, 9), month('2025-12-01', 1, 0, 1)]
  expect(yearsOf({ months })).toEqual([
    { year: '2025', planned: 11, installed: 10, accepted: 10 },
    { year: '2026', planned: 16, installed: 12, accepted: 10 },
  ])
})
