import { describe, expect, it, test } from 'vitest'
import { brushed, outlineOf } from './brush'
import { countWithin, hoursAround, hoursOfWeek, readHours, writeHours, type Hours } from '@shared/hours/hours'

// Friday and Saturday from 18:00 to 20:00; Friday's 18:00 is hour 4 × 24 + 18.
const evenings = { days: [5, 6], hours: [18, 19] } as const
const fridayNight = { days: [5, 5], hours: [22, 3] } as const
const weekend = { days: [5, 1], hours: [22, 3], inOneGo: true } as const

test('a rectangle is hours of the week, Monday 00:00 first, and back', () => {
  expect(hoursOfWeek(evenings)).toEqual([114, 115, 138, 139])
  expect(hoursAround([114, 115, 138, 139])).toEqual(evenings)
  expect(hoursOfWeek({ days: [1, 7], hours: [0, 23] })).toEqual(Array.from({ length: 168 }, (_, hour) => hour))
  expect(hoursAround([])).toBeUndefined()
})

describe('hours over midnight and over the week’s end', () => {
  it('end on the next day', () => {
    expect(hoursOfWeek(fridayNight)).toEqual([118, 119, 120, 121, 122, 123])
    expect(hoursOfWeek({ days: [7, 7], hours: [23, 1] })).toEqual([0, 1, 167])
    expect(hoursOfWeek({ days: [6, 1], hours: [8, 8] })).toEqual([8, 128, 152])
  })

  it('run in one go from the first day to the last one', () => {
    // Friday 22:00 to Sunday 24:00 are 2 + 48 hours, and Monday to 04:00 four.
    expect(hoursOfWeek(weekend)).toHaveLength(54)
    expect(hoursOfWeek(weekend).slice(0, 5)).toEqual([0, 1, 2, 3, 118])
  })

  it.each<Hours>([
    evenings,
    fridayNight,
    weekend,
    { days: [6, 1], hours: [8, 8] },
    { days: [6, 2], hours: [20, 5] },
    { days: [1, 7], hours: [22, 4] },
    { days: [6, 1], hours: [0, 23] },
    { days: [3, 3], hours: [0, 23] },
  ])('come back from the link and from the server: %j', (hours) => {
    expect(readHours(writeHours(hours))).toEqual(hours)
    const found = hoursAround(hoursOfWeek(hours))
    expect(found && hoursOfWeek(found)).toEqual(hoursOfWeek(hours))
    expect(found).toEqual(hours)
  })
})

test('what makes no sense is none', () => {
  for (const text of ['1-8,0-1', '0-2,0-1', '1-2,22-24', '1T0', '5T22-6T24', '5T22,6T3'])
    expect(readHours(text)).toBeUndefined()
  expect(hoursAround([1, 3, 4])).toBeUndefined()
})

test('only what lies within is counted', () => {
  const week = [
    { weekday: 5, hour: 18, count: 3 },
    { weekday: 5, hour: 23, count: 5 },
    { weekday: 6, hour: 2, count: 7 },
    { weekday: 6, hour: 4, count: 11 },
    { weekday: 6, hour: 19, count: null },
  ]
  expect(countWithin(week, evenings)).toBe(3)
  expect(countWithin(week, fridayNight)).toBe(12)
})

describe('a brush', () => {
  it('goes on after midnight and after Sunday', () => {
    expect(brushed({ row: 4, column: 27 }, { row: 4, column: 22 })).toEqual(fridayNight)
    expect(brushed({ row: 5, column: 8 }, { row: 7, column: 10 })).toEqual({ days: [6, 1], hours: [8, 10] })
    expect(brushed({ row: 6, column: 24 }, { row: 6, column: 25 })).toEqual({ days: [1, 1], hours: [0, 1] })
    expect(hoursOfWeek(brushed({ row: 0, column: 0 }, { row: 7, column: 29 }))).toHaveLength(168)
  })

  it('of one row has an outline with an area', () => {
    expect(outlineOf({ days: [3, 3], hours: [9, 10] })).toBe('M9 2h1M9 3h1M9 2v1M10 2h1M10 3h1M11 2v1')
  })
})
