import { expect, it } from 'vitest'
import { availableShare, byTown, workedOf, yearsOf } from './figures'

const part = (
  city: string,
  acceptedSeconds: number,
  silentSeconds: number,
  faultedSeconds: number,
  unknownSeconds = 0,
) => ({
  city,
  kind: 'CAMERA' as const,
  devices: 2,
  neverHeard: 1,
  acceptedSeconds,
  silentSeconds,
  faultedSeconds,
  unknownSeconds,
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

it('has no share of time of which nothing is known', () => {
  // 100 of 400 known seconds are lost: those of which nothing is known stand on neither side.
  expect(availableShare(workedOf([part('karaganda', 1_000, 60, 40, 600)]))).toBeCloseTo(0.75, 12)
  expect(availableShare(workedOf([part('karaganda', 1_000, 0, 0, 1_000)]))).toBeNull()
})

it('takes the kinds of each year together', () => {
  const year = (of: number, target: number, planned: number, installed: number, accepted: number) => ({
    year: of,
    target,
    planned,
    installed,
    accepted,
  })
  const years = [year(2026, 2_149, 16, 12, 10), year(2025, 1_074, 11, 10, 10), year(2025, 33, 1, 0, 0)]
  expect(yearsOf({ years })).toEqual([
    { year: 2025, target: 1_107, planned: 12, installed: 10, accepted: 10 },
    { year: 2026, target: 2_149, planned: 16, installed: 12, accepted: 10 },
  ])
})
