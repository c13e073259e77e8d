import { expect, it } from 'vitest'
import { spansOf } from '../coverage/spans'
import { bandText, isRaised } from '../near-repeats/knox'
import { changed, readSearch } from '../search'
import { numberOf } from './fields'
import { cellBounds, circle, ellipse, viewOf } from './shapes'
import { specs } from './specs'

it('reads the parameters of a link, and leaves out what an analysis does not take', () => {
  expect(readSearch({ analysis: 'scan', cells: 15, places: '49.8,73.1;49.81,73.2' })).toMatchObject({
    analysis: 'scan',
    cells: 15,
    places: '49.8,73.1;49.81,73.2',
  })
  const wrong = readSearch({ analysis: 'x', job: '1', cells: 99, places: 'here', from: '1900-01-01', level: 'NaN' })
  expect(Object.values(wrong).every((value) => value === undefined)).toBe(true)
})

it('takes a default where a number of the link is outside what the analysis accepts', () => {
  const steps = specs.scan.fields.find(({ key }) => key === 'stepDays')
  if (steps?.kind !== 'number') throw new Error('Steps are no number.')
  expect(numberOf({ stepDays: 7 }, steps)).toBe(7)
  expect(numberOf({ stepDays: 90 }, steps)).toBe(1)
})

it('forgets the job of a question that changes, and keeps one that is given', () => {
  const search = readSearch({ analysis: 'scan', job: '01a22480-446d-7536-937e-f2c2fde49db1', category: ['theft'] })
  expect(changed(search, { cells: 14 })).toEqual({ analysis: 'scan', category: ['theft'], cells: 14 })
  expect(changed(search, { job: search.job, category: [] })).toEqual({ analysis: 'scan', job: search.job })
})

it('a band is raised where it has more pairs than by chance and enough of them', () => {
  const entry = {
    space: '[0, 100)',
    time: '[0, 7)',
    count: 9,
    isTooFew: false,
    expected: 4,
    simulatedMean: 4,
    ratio: 2.2,
    p: 0.01,
  }
  expect(bandText(entry.space)).toBe('0–100')
  expect(isRaised(entry, 0.05)).toBe(true)
  expect(isRaised({ ...entry, isTooFew: true }, 0.05)).toBe(false)
  expect(isRaised({ ...entry, ratio: 0.4 }, 0.05)).toBe(false)
  expect(isRaised({ ...entry, p: null }, 0.05)).toBe(false)
})

it('a source reported between its first and last day, without its gaps', () => {
  const source = { from: '2026-01-01', until: null, gaps: [{ from: '2026-01-03', until: '2026-01-05' }] }
  expect(spansOf(source, '2026-01-01', '2026-01-09')).toEqual([
    { start: 0, width: 0.25 },
    { start: 0.5, width: 0.5 },
  ])
})

it('cells, circles and ellipses lie where they should on the ground', () => {
  const { west, south, east, north } = cellBounds(16, 46094, 22264)
  expect(west).toBeCloseTo(73.2019, 4)
  expect(south).toBeLessThan(north)
  const middle = { longitude: (west + east) / 2, latitude: (south + north) / 2 }
  const [top] = circle(middle, 1_000)
  expect((top?.[1] ?? 0) - middle.latitude).toBeCloseTo(1_000 / 111_195, 6)
  // A quarter turn clockwise points the long axis east.
  const [tip] = ellipse(middle, 500, 2_000, 90)
  expect(tip?.[1]).toBeCloseTo(middle.latitude, 6)
  expect((tip?.[0] ?? 0) > middle.longitude).toBe(true)
  expect(viewOf({ west, south, east, north }).zoom).toBeLessThanOrEqual(15)
})
