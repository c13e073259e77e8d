import { graphql } from '@shared/graphql/generated'
import type { AnalysisCentresQuery, AnalysisDensityQuery } from '@shared/graphql/generated/graphql'

export type Density = NonNullable<AnalysisDensityQuery['density']>
export type Centres = NonNullable<AnalysisCentresQuery['centrography']>

export const densityQuery = graphql(`
  query AnalysisDensity(
    $bounds: GeoBoundsInput!
    $zoom: Int!
    $from: Date!
    $until: Date!
    $kernel: Kernel!
    $bandwidthMetres: Float
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    density(
      bounds: $bounds
      zoom: $zoom
      from: $from
      until: $until
      kernel: $kernel
      bandwidthMetres: $bandwidthMetres
      filter: $filter
      asKnownOn: $asKnownOn
    ) {
      basis {
        ...AnalysisBasisParts
      }
      zoom
      bandwidthMetres
      max
      columns {
        perSquareKm
        x
        y
      }
    }
  }
`)

export const centresQuery = graphql(`
  query AnalysisCentres(
    $bounds: GeoBoundsInput!
    $from: Date!
    $until: Date!
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    centrography(bounds: $bounds, from: $from, until: $until, filter: $filter, asKnownOn: $asKnownOn) {
      basis {
        ...AnalysisBasisParts
      }
      meanCentre {
        longitude
        latitude
      }
      medianCentre {
        longitude
        latitude
      }
      standardDistanceMetres
      ellipse {
        rotationDegrees
        sigmaXMetres
        sigmaYMetres
        squareKm
      }
      hull {
        longitude
        latitude
      }
      hullSquareKm
      circleCentre {
        longitude
        latitude
      }
      circleRadiusMetres
    }
  }
`)
