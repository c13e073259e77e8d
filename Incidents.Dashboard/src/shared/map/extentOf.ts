import type { Found } from './MapSearch'

// Degrees of latitude to each side of a point: a place with what is around it, or a few streets.
const half = { PLACE: 0.05, STREET: 0.006, DEVICE: 0.004, INCIDENT: 0.004 } as const

/** The part of the world that shows what was found with what is around it. */
export function extentOf({ kind, longitude, latitude, bounds }: Found) {
  const up = half[kind]
  const across = up / Math.cos((latitude * Math.PI) / 180)
  return {
    west: Math.min(bounds?.west ?? longitude, longitude - across),
    south: Math.min(bounds?.south ?? latitude, latitude - up),
    east: Math.max(bounds?.east ?? longitude, longitude + across),
    north: Math.max(bounds?.north ?? latitude, latitude + up),
  }
}
