import type { FeatureCollection } from 'geojson'
import type { Read, Track } from '../lookups'

type Point = readonly [longitude: number, latitude: number]

/** A read at a place that is known. */
export interface Placed {
  readonly read: Read
  readonly point: Point
}

/** The reads that have a point, in the order of the track. */
export const placedOf = ({ reads }: Track): readonly Placed[] =>
  reads.flatMap((read) =>
    read.place.point == null ? [] : [{ read, point: [read.place.point.longitude, read.place.point.latitude] as const }],
  )

const margin = 0.3
// A track at one place is shown with what is around it.
const leastDegrees = 0.01
const narrowest = 512

/** The middle of the points, and the zoom at which a map of 512 pixels shows them all. */
export function viewOf(points: readonly Point[]): { readonly center: Point; readonly zoom: number } {
  const [longitudes, latitudes] = [points.map(([longitude]) => longitude), points.map(([, latitude]) => latitude)]
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)]
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)]
  const latitude = (south + north) / 2
  const stretch = Math.cos((latitude * Math.PI) / 180)
  const span = Math.max(east - west, (north - south) / stretch, leastDegrees) * (1 + margin)
  // MapLibre's world has 512 pixels at zoom 0.
  return { center: [(west + east) / 2, latitude], zoom: Math.log2((360 / span) * (narrowest / 512)) }
}

/** Points and legs as MapLibre draws them: a leg that no vehicle can drive has another colour and is broken. */
export function featuresOf(track: Track, colours: { readonly usual: string; readonly impossible: string }) {
  const byId = new Map(placedOf(track).map((placed) => [placed.read.id, placed.point]))
  const legs: FeatureCollection = {
    type: 'FeatureCollection',
    features: track.legs.flatMap(({ startId, endId, isImpossible }) => {
      const [start, end] = [byId.get(startId), byId.get(endId)]
      return start === undefined || end === undefined
        ? []
        : [
            {
              type: 'Feature' as const,
              properties: { isImpossible, colour: isImpossible ? colours.impossible : colours.usual },
              geometry: { type: 'LineString' as const, coordinates: [[...start], [...end]] },
            },
          ]
    }),
  }
  const points: FeatureCollection = {
    type: 'FeatureCollection',
    features: [...byId.values()].map((point, index) => ({
      type: 'Feature',
      properties: { number: index + 1, colour: colours.usual },
      geometry: { type: 'Point', coordinates: [...point] },
    })),
  }
  return { legs, points }
}
