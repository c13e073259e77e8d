import type { Geometry } from 'geojson'
import type { Bounds } from './settings'

/** What a map shows of a result: an area or a circle, in a colour of the theme. */
export interface Shape {
  readonly ring: readonly (readonly [longitude: number, latitude: number])[]
  readonly colour: `--${string}`
  /** 0 for an outline alone. */
  readonly opacity: number
}

/** What a colour on a map means. */
export interface LegendEntry {
  readonly label: string
  readonly colour: `--${string}`
  readonly opacity: number
}

export const rectangle = ({ west, south, east, north }: Bounds): Shape['ring'] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

/** A cell as a file holds it. */
export const polygon = (bounds: Bounds): Geometry => ({
  type: 'Polygon',
  coordinates: [rectangle(bounds).map(([longitude, latitude]) => [longitude, latitude])],
})

export const point = ({
  longitude,
  latitude,
}: {
  readonly longitude: number
  readonly latitude: number
}): Geometry => ({
  type: 'Point',
  coordinates: [longitude, latitude],
})

const metresPerDegree = 111_195

/** An ellipse around a point; `degrees` turns its second axis clockwise from north. */
export function ellipse(
  { longitude, latitude }: { readonly longitude: number; readonly latitude: number },
  acrossMetres: number,
  alongMetres: number,
  degrees = 0,
): Shape['ring'] {
  const turn = (degrees * Math.PI) / 180
  const perDegree = metresPerDegree * Math.cos((latitude * Math.PI) / 180)
  return Array.from({ length: 65 }, (_, index) => {
    const angle = (index / 64) * 2 * Math.PI
    const [across, along] = [acrossMetres * Math.sin(angle), alongMetres * Math.cos(angle)]
    const east = across * Math.cos(turn) + along * Math.sin(turn)
    const north = along * Math.cos(turn) - across * Math.sin(turn)
    return [longitude + east / perDegree, latitude + north / metresPerDegree]
  })
}

export const circle = (middle: { readonly longitude: number; readonly latitude: number }, metres: number) =>
  ellipse(middle, metres, metres)

/** The bounds of a cell of a Web-Mercator grid. */
export function cellBounds(zoom: number, x: number, y: number): Bounds {
  const side = 2 ** zoom
  const latitude = (row: number) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * row) / side))) * 180) / Math.PI
  return {
    west: (x / side) * 360 - 180,
    east: ((x + 1) / side) * 360 - 180,
    north: latitude(y),
    south: latitude(y + 1),
  }
}

/** The smallest bounds around all shapes. */
export function around(shapes: readonly Shape[], otherwise: Bounds): Bounds {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const { ring } of shapes)
    for (const [longitude, latitude] of ring) {
      west = Math.min(west, longitude)
      east = Math.max(east, longitude)
      south = Math.min(south, latitude)
      north = Math.max(north, latitude)
    }
  return west <= east ? { west, south, east, north } : otherwise
}

const size = { width: 560, height: 340 }
const widest = 15
const margin = 72

/** Middle and zoom of a small map that shows these bounds. */
export function viewOf({ west, south, east, north }: Bounds) {
  const down = (latitude: number) => (1 - Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI) / 2
  const [width, height] = [Math.max((east - west) / 360, 1e-7), Math.max(down(south) - down(north), 1e-7)]
  // A phone is narrower than the small map of a wide page.
  const room = Math.min(size.width, Math.max(200, innerWidth - margin))
  const zoom = Math.log2(Math.min(room / width, size.height / height) / 512)
  return {
    center: [(west + east) / 2, (south + north) / 2] as const,
    zoom: Math.round(Math.min(widest, zoom - 0.15) * 100) / 100,
  }
}
