/** A part of the world, in degrees. */
export interface Bounds {
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** What a map shows: its middle in degrees, and MapLibre's zoom. */
export interface View {
  readonly longitude: number
  readonly latitude: number
  readonly zoom: number
}

/** Pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Pixels that panels cover at each side. */
export interface Covered {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

// At zoom 0 the world is a square of so many pixels.
const world = 512
const maxZoom = 22

/** Web-Mercator, the world a unit square with its origin in the north-west. */
export const across = (longitude: number) => (longitude + 180) / 360
export const down = (latitude: number) => (1 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI) / 2
export const longitudeAt = (x: number) => x * 360 - 180
export const latitudeAt = (y: number) => (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI

/** What a map of that size shows. */
export function boundsOf({ longitude, latitude, zoom }: View, { width, height }: Size): Bounds {
  const pixels = world * 2 ** zoom
  const [x, y] = [across(longitude), down(latitude)]
  const [halfWidth, halfHeight] = [width / 2 / pixels, height / 2 / pixels]
  return {
    west: longitudeAt(x - halfWidth),
    east: longitudeAt(x + halfWidth),
    north: latitudeAt(y - halfHeight),
    south: latitudeAt(y + halfHeight),
  }
}

/** The view that shows these bounds as large as they fit into what the panels leave free. */
export function fitted(bounds: Bounds, size: Size, covered: Covered): View {
  const [west, east, north, south] = [across(bounds.west), across(bounds.east), down(bounds.north), down(bounds.south)]
  const free = {
    width: Math.max(1, size.width - covered.left - covered.right),
    height: Math.max(1, size.height - covered.top - covered.bottom),
  }
  const pixels = Math.min(free.width / Math.max(east - west, 1e-9), free.height / Math.max(south - north, 1e-9))
  const zoom = Math.min(maxZoom, Math.max(0, Math.log2(pixels / world)))
  const side = world * 2 ** zoom
  return {
    longitude: longitudeAt((west + east) / 2 + (covered.right - covered.left) / 2 / side),
    latitude: latitudeAt((north + south) / 2 + (covered.bottom - covered.top) / 2 / side),
    zoom,
  }
}

/** The smallest bounds around all of them; null around none. */
export function around(all: readonly Bounds[]): Bounds | null {
  const [first, ...others] = all
  if (!first) return null
  return others.reduce(
    (whole, one) => ({
      west: Math.min(whole.west, one.west),
      south: Math.min(whole.south, one.south),
      east: Math.max(whole.east, one.east),
      north: Math.max(whole.north, one.north),
    }),
    first,
  )
}

export const writeView = ({ longitude, latitude, zoom }: View) =>
  `${longitude.toFixed(5)},${latitude.toFixed(5)},${zoom.toFixed(2)}`

export function readView(text: string | undefined): View | undefined {
  const numbers = (text ?? '').split(',').map(Number)
  const [longitude, latitude, zoom] = numbers
  if (numbers.length !== 3 || longitude === undefined || latitude === undefined || zoom === undefined) return undefined
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 85 && zoom >= 0 && zoom <= maxZoom
    ? { longitude, latitude, zoom }
    : undefined
}
