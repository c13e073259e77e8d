import { describe, expect, it, test } from 'vitest'
import { countWithin, hoursAround, hoursOfWeek, readHours, writeHours } from './hours'

// Friday and Saturday from 18:00 to 20:00; Friday's 18:00 is hour 4 × 24 + 18.
const evenings = { days: [5, 6], hours: [18, 19] } as const

test('a rectangle is hours of the week, Monday 00:00 first, and back', () => {
  expect(hoursOfWeek(evenings)).toEqual([114, 115, 138, 139])
  expect(hoursAround([114, 115, 138, 139])).toEqual(evenings)
  expect(hoursOfWeek({ days: [1, 7], hours: [0, 23] })).toEqual(Array.from({ length: 168 }, (_, hour) => hour))
  expect(hoursAround([])).toBeUndefined()
})

test('a link keeps it, and what makes no sense is none', () => {
  expect(readHours(writeHours(evenings))).toEqual(evenings)
  expect(readHours('6-5,18-19')).toBeUndefined()
  expect(readHours('1-8,0-1')).toBeUndefined()
  expect(readHours('1-2,22-24')).toBeUndefined()
})

test('only what lies within is counted', () => {
  const week = [
    { weekday: 5, hour: 18, count: 3 },
    { weekday: 5, hour: 17, count: 5 },
    { weekday: 6, hour: 19, count: 7 },
    { weekday: 7, hour: 18, count: 11 },
  ]
  expect(countWithin(week, evenings)).toBe(10)
})

describe('brushed hours', () => {
  it('hold both their ends', () => {
    const week = [
      { weekday: 5, hour: 18, count: 1 },
      { weekday: 6, hour: 23, count: 2 },
      { weekday: 6, hour: 17, count: 4 },
      { weekday: 7, hour: 18, count: 8 },
    ]
    expect(countWithin(week, { days: [5, 6], hours: [18, 23] })).toBe(3)
  })
})
