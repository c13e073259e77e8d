import type { Feature, FeatureCollection, Geometry } from 'geojson'
import { useMemo } from 'react'
import { useCatalogue, type NamedCity } from '../catalogue/useCatalogue'
import { graphql } from '../graphql/generated'
import type { MapPlacesQuery } from '../graphql/generated/graphql'
import { useAnswer } from '../graphql/useAnswer'
import { useLanguage } from '../i18n/useLanguage'
import type { Language } from '../i18n/i18n'

const placesQuery = graphql(`
  query MapPlaces {
    mapPlaces {
      kind
      name
      names {
        ru
        kk
        en
      }
      population
      point {
        longitude
        latitude
      }
    }
  }
`)

const boundariesQuery = graphql(`
  query MapBoundaries($at: Date) {
    boundaries(at: $at) {
      geoJson
    }
  }
`)

/** What the installation knows of the ground. */
export interface GroundFacts {
  readonly places: FeatureCollection
  readonly boundaries: FeatureCollection
  /** The bounds of towns, where no places were imported. */
  readonly towns: FeatureCollection
}

/**
 * Asks for places and boundaries once the map is drawn.
 *
 * @param day The boundaries are those of this day, default today.
 */
export function useGroundFacts(isDrawn: boolean, day: string | undefined): GroundFacts {
  const language = useLanguage()
  const { cities } = useCatalogue()
  const { data: placed } = useAnswer(placesQuery, {}, { pause: !isDrawn })
  const { data: bounded } = useAnswer(boundariesQuery, day === undefined ? {} : { at: day }, { pause: !isDrawn })
  return useMemo(() => {
    const known = placed?.mapPlaces ?? []
    return {
      places: collection(known.length > 0 ? placesOf(known, language) : placed ? townsOf(cities) : []),
      boundaries: collection(
        (bounded?.boundaries ?? []).map(({ geoJson }) => feature(geoJson as Geometry, { kind: 'boundary' })),
      ),
      towns: collection(known.length === 0 && placed ? cities.flatMap(rectangle) : []),
    }
  }, [placed, bounded, cities, language])
}

type MapPlace = NonNullable<MapPlacesQuery['mapPlaces']>[number]

export const placesOf = (places: readonly MapPlace[], language: Language): Feature[] =>
  places.map(({ kind, name, names, population, point: { longitude, latitude } }) =>
    feature(
      { type: 'Point', coordinates: [longitude, latitude] },
      { kind, name: names[language] ?? name, population: population ?? 0 },
    ),
  )

const townsOf = (cities: readonly NamedCity[]): Feature[] =>
  cities.flatMap(({ name, population, bounds }) =>
    bounds
      ? [
          feature(
            { type: 'Point', coordinates: [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2] },
            { kind: 'city', name, population: population ?? 0 },
          ),
        ]
      : [],
  )

function rectangle({ bounds }: NamedCity): Feature[] {
  if (!bounds) return []
  const { west, south, east, north } = bounds
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return [feature({ type: 'Polygon', coordinates: [ring] }, { kind: 'town' })]
}

const feature = (geometry: Geometry, properties: Record<string, string | number>): Feature => ({
  type: 'Feature',
  properties,
  geometry,
})
const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features })
