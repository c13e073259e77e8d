import { describe, expect, it } from 'vitest'
import {
  contains,
  cornersOf,
  polygonOf,
  readBoundary,
  readWithin,
  squareKilometres,
  writeBoundary,
  writeWithin,
} from './area'

const square = cornersOf(73, 49, 74, 50)

describe('a chosen area', () => {
  it('comes back from the link', () => {
    expect(writeWithin(square)).toBe('73,49;74,49;74,50;73,50')
    expect(readWithin(writeWithin(square))).toEqual(square)
    expect(readBoundary(writeBoundary({ set: 'districts', name: 'Әлихан/Бөкейхан' }))).toEqual({
      set: 'districts',
      name: 'Әлихан/Бөкейхан',
    })
  })

  it('is none where the link makes no sense', () => {
    for (const text of ['', '1,2;3,4', '1,2;3,4;x', '1,2;3,4;999,4', '1,2;3,4;5', `${'1,2;'.repeat(200)}1,2`])
      expect(readWithin(text)).toBeUndefined()
    for (const text of ['', '/', '/a', 'a/']) expect(readBoundary(text)).toBeUndefined()
  })

  it('contains what lies in it, and not what lies in a hole', () => {
    expect(contains(polygonOf(square), 73.5, 49.5)).toBe(true)
    expect(contains(polygonOf(square), 74.5, 49.5)).toBe(false)
    const ring = (points: typeof square) => points.map(({ longitude, latitude }) => [longitude, latitude])
    const holed = { type: 'Polygon' as const, coordinates: [ring(square), ring(cornersOf(73.4, 49.4, 73.6, 49.6))] }
    expect(contains(holed, 73.5, 49.5)).toBe(false)
    expect(contains(holed, 73.2, 49.5)).toBe(true)
  })

  it('has a size', () => {
    // One degree of latitude is 111.3 km, one of longitude at 49° 73.0 km.
    expect(squareKilometres(polygonOf(square))).toBeCloseTo(8130, -2)
  })
})
