import { describe, expect, it } from 'vitest'
import { boundsOf, fitted, readView, writeView } from './view'

describe('views', () => {
  const size = { width: 1440, height: 800 }
  const bounds = { west: 72.85, south: 49.7, east: 73.35, north: 49.98 }

  it('hold the bounds that they are fitted to, beside the panels', () => {
    const covered = { left: 372, top: 24, right: 56, bottom: 128 }
    const seen = boundsOf(fitted(bounds, size, covered), size)
    expect(seen.west).toBeLessThan(bounds.west)
    expect(seen.east).toBeGreaterThan(bounds.east)
    expect(seen.south).toBeLessThan(bounds.south)
    expect(seen.north).toBeGreaterThan(bounds.north)
  })

  it('come back from the link', () => {
    const view = { longitude: 73.1, latitude: 49.8, zoom: 11.25 }
    expect(readView(writeView(view))).toEqual(view)
  })
})
