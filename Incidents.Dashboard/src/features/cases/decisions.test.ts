import { describe, expect, it } from 'vitest'
import { choicesOf } from './branches/choices'
import { needsPurpose } from './search/purposeText'
import { featuresOf, placedOf, viewOf } from './plates/track'
import { filterOf, searchOf, viewOf as savedViewOf } from './timeline/filter'
import type { Track } from './lookups'
import type { View } from './queries'

describe('a search that needs a purpose', () => {
  it.each([
    ['123 ABC 09', true],
    ['*23AB?09', true],
    ['123*', true],
    ['Иванов', true],
    ['8 701 123 45 67', false],
    ['0191d2f0-1111-7000-8000-000000000001', false],
  ])('%s', (text, expected) => expect(needsPurpose(text)).toBe(expected))
})

describe('choices of a merge', () => {
  const differences = [
    { itemId: 'a', conflict: null },
    { itemId: 'b', conflict: 'BOTH_AMENDED' as const },
  ]

  it('are missing until each conflict has one', () => expect(choicesOf(differences, {})).toBeUndefined())

  it('are for conflicts only', () =>
    expect(choicesOf(differences, { a: 'CASE', b: 'BRANCH', gone: 'CASE' })).toEqual([{ itemId: 'b', side: 'BRANCH' }]))

  it('are none where nothing is in conflict', () => expect(choicesOf([], {})).toEqual([]))
})

describe('saved views', () => {
  const view: View = {
    name: 'cameras',
    filter: {
      kinds: ['alert_raised'],
      sources: [],
      text: null,
      isStarred: true,
      from: null,
      until: null,
      isByKnown: true,
    },
  }

  it('show what they keep, and are found again by what is shown', () => {
    const { kinds, sources, text, starred, order } = searchOf(view)
    expect([kinds, sources, text, starred, order]).toEqual([['alert_raised'], undefined, undefined, 'yes', 'known'])
    expect(savedViewOf([view], { kinds: ['alert_raised'], starred: 'yes', order: 'known' })).toBe('cameras')
    expect(savedViewOf([view], { kinds: ['alert_raised'] })).toBeUndefined()
  })

  it('filter by what is given only', () => expect(filterOf({ text: 'x' })).toEqual({ text: 'x', isStarred: false }))
})

describe('a track', () => {
  const read = (id: string, point: readonly [number, number] | null) => ({
    id,
    kind: 'ALERT' as const,
    deviceId: 'C',
    occurredAt: '2026-03-01T11:00:00+05:00',
    timePrecision: 'MINUTE' as const,
    category: 'theft',
    isCounted: true,
    place: {
      city: 'karaganda',
      street: null,
      point: point === null ? null : { longitude: point[0], latitude: point[1] },
    },
  })
  const leg = (startId: string, endId: string, isImpossible: boolean) => ({
    startId,
    endId,
    distanceMetres: 1,
    seconds: 1,
    kmPerHour: 1,
    leastKmPerHour: 1,
    isImpossible,
  })
  const track: Track = {
    plate: 'X',
    impossibleKmPerHour: 250,
    clockUncertaintySeconds: 1,
    form: null,
    reads: [read('a', [73, 49.8]), read('b', null), read('c', [73.1, 49.9])],
    legs: [leg('a', 'c', true), leg('a', 'b', false)],
  }

  it('draws only what has a place, and marks what cannot be driven', () => {
    expect(placedOf(track)).toHaveLength(2)
    const { legs, points } = featuresOf(track, { usual: 'blue', impossible: 'red' })
    expect(points.features).toHaveLength(2)
    expect(legs.features.map(({ properties }) => properties)).toEqual([{ isImpossible: true, colour: 'red' }])
  })

  it('is in the middle of the map, and one place is not looked at too near', () => {
    const { center, zoom } = viewOf(placedOf(track).map(({ point }) => point))
    expect(center.map((degrees) => degrees.toFixed(2))).toEqual(['73.05', '49.85'])
    expect(zoom).toBeGreaterThan(8)
    expect(viewOf([[73, 49.8]]).zoom).toBeLessThan(16)
  })
})
