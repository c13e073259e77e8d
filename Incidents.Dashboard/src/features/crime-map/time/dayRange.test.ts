import { expect, test } from 'vitest'
import { barsOf, moved, withoutData } from './dayRange'

const range = { from: 10, to: 20 }

test('an end moves alone, up to the other end and to the last day', () => {
  expect(moved(range, 'from', -3, 30)).toEqual({ from: 7, to: 20 })
  expect(moved(range, 'from', 15, 30)).toEqual({ from: 20, to: 20 })
  expect(moved(range, 'to', -15, 30)).toEqual({ from: 10, to: 10 })
  expect(moved(range, 'to', 15, 30)).toEqual({ from: 10, to: 29 })
})

test('the whole range keeps its length at both edges', () => {
  expect(moved(range, 'both', 4, 30)).toEqual({ from: 14, to: 24 })
  expect(moved(range, 'both', 40, 30)).toEqual({ from: 19, to: 29 })
  expect(moved(range, 'both', -40, 30)).toEqual({ from: 0, to: 10 })
})

test('Home and End go as far as there are days', () => {
  expect(moved(range, 'from', -Infinity, 30)).toEqual({ from: 0, to: 20 })
  expect(moved(range, 'to', Infinity, 30)).toEqual({ from: 10, to: 29 })
})

test('has runs of days without data', () => {
  expect(withoutData([null, null, 0, null, 3])).toEqual([
    [0, 2],
    [3, 4],
  ])
  expect(withoutData([0, 1])).toEqual([])
})

test('many days are drawn in at most 400 bars that keep what was counted', () => {
  const counts = Array.from({ length: 3_660 }, (_, day) => (day % 7 === 0 ? null : day % 5))
  const bars = barsOf(counts)
  expect(bars.length).toBeLessThanOrEqual(400)
  expect(bars.reduce((days, bar) => days + bar.days, 0)).toBe(counts.length)
  const all = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0)
  expect(bars.reduce((sum, bar) => sum + bar.count * bar.days, 0)).toBeCloseTo(all)
  expect(barsOf([3, null])).toEqual([
    { from: 0, days: 1, count: 3 },
    { from: 1, days: 1, count: 0 },
  ])
})
