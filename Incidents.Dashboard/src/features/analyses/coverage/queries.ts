import { graphql } from '@shared/graphql/generated'
import type { AnalysisCoverageQuery, DeviceCoverageQuery } from '@shared/graphql/generated/graphql'

export type SourceRow = NonNullable<AnalysisCoverageQuery['sourceCoverage']>[number]
export type Watched = NonNullable<DeviceCoverageQuery['coverage']>

export const sourcesQuery = graphql(`
  query AnalysisCoverage($cities: [String!], $asKnownOn: Date, $mayBasis: Boolean!) {
    sourceCoverage(cities: $cities, asKnownOn: $asKnownOn) {
      city
      source
      kind
      basis
      from
      until
      gaps {
        from
        until
      }
      by @include(if: $mayBasis)
      declaredOn
      isImported
      reportCount @include(if: $mayBasis)
      firstReportOn @include(if: $mayBasis)
      lastReportOn @include(if: $mayBasis)
    }
  }
`)

export const watchedQuery = graphql(`
  query DeviceCoverage($bounds: GeoBoundsInput!, $zoom: Int!, $at: Date) {
    coverage(bounds: $bounds, zoom: $zoom, at: $at) {
      zoom
      at
      devices
      unplaced
      cameraMetres
      recorderMetres
      sosTerminalMetres
      cells {
        x
        y
        share
      }
    }
  }
`)
