import type { Geometry, Position } from 'geojson'

export interface Point {
  readonly longitude: number
  readonly latitude: number
}

/** A part of the map that was chosen: drawn, or a boundary by its set and name. */
export type Area =
  | { readonly kind: 'within'; readonly points: readonly Point[] }
  | { readonly kind: 'boundary'; readonly set: string; readonly name: string }

const mostPoints = 100
const pair = /^-?\d{1,3}(\.\d{1,9})?,-?\d{1,2}(\.\d{1,9})?$/

/** Reads the corners of a polygon, `longitude,latitude;longitude,latitude;…`: 3 to 100 of them. */
export function readWithin(text: string | undefined): readonly Point[] | undefined {
  const parts = (text ?? '').split(';')
  if (parts.length < 3 || parts.length > mostPoints || !parts.every((part) => pair.test(part))) return undefined
  const points = parts.map((part) => {
    const [longitude = 0, latitude = 0] = part.split(',').map(Number)
    return { longitude, latitude }
  })
  return points.every(({ longitude, latitude }) => Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85)
    ? points
    : undefined
}

// About a metre.
const digits = 5

/** The corners as a link keeps them. */
export const writeWithin = (points: readonly Point[]) =>
  points
    .slice(0, mostPoints)
    .map(({ longitude, latitude }) => `${Number(longitude.toFixed(digits))},${Number(latitude.toFixed(digits))}`)
    .join(';')

/** Reads a boundary, `set/name`. */
export function readBoundary(text: string | undefined): { readonly set: string; readonly name: string } | undefined {
  const at = (text ?? '').indexOf('/')
  const [set, name] = [(text ?? '').slice(0, at), (text ?? '').slice(at + 1)]
  return at > 0 && name !== '' ? { set, name } : undefined
}

export const writeBoundary = ({ set, name }: { readonly set: string; readonly name: string }) => `${set}/${name}`

/** The corners of a rectangle. */
export const cornersOf = (west: number, south: number, east: number, north: number): readonly Point[] => [
  { longitude: west, latitude: south },
  { longitude: east, latitude: south },
  { longitude: east, latitude: north },
  { longitude: west, latitude: north },
]

/** The polygon of these corners as GeoJSON. */
export const polygonOf = (points: readonly Point[]): Geometry => ({
  type: 'Polygon',
  coordinates: [[...points, ...points.slice(0, 1)].map(({ longitude, latitude }) => [longitude, latitude])],
})

const ringsOf = (geometry: Geometry): readonly (readonly Position[])[] =>
  geometry.type === 'Polygon'
    ? geometry.coordinates
    : geometry.type === 'MultiPolygon'
      ? geometry.coordinates.flat()
      : []

/** Whether a point lies in the polygons; in a hole of one it does not. */
export function contains(geometry: Geometry, longitude: number, latitude: number): boolean {
  let isIn = false
  for (const ring of ringsOf(geometry))
    ring.forEach(([x = 0, y = 0], index) => {
      const [before = 0, below = 0] = ring[(index + ring.length - 1) % ring.length] ?? []
      if (y > latitude !== below > latitude && longitude < ((before - x) * (latitude - y)) / (below - y) + x)
        isIn = !isIn
    })
  return isIn
}

const metresOfDegree = 111_320

/** Square kilometres of the polygons, to about half a percent: towns are small beside the earth. */
export function squareKilometres(geometry: Geometry): number {
  const rings = ringsOf(geometry)
  const middle = rings[0]?.[0]?.[1] ?? 0
  const narrow = Math.cos((middle * Math.PI) / 180)
  const twice = rings.map((ring) =>
    ring.reduce((sum, [x = 0, y = 0], index) => {
      const [before = 0, below = 0] = ring[(index + ring.length - 1) % ring.length] ?? []
      return sum + (before * y - x * below)
    }, 0),
  )
  // Holes run the other way round.
  const degrees = Math.abs(twice.reduce((sum, one) => sum + one, 0)) / 2
  return (degrees * narrow * metresOfDegree ** 2) / 1e6
}
