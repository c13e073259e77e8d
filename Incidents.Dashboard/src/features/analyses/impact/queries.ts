import { graphql } from '@shared/graphql/generated'
import type { ImpactJobQuery } from '@shared/graphql/generated/graphql'

export type ImpactResult = NonNullable<NonNullable<ImpactJobQuery['job']>['impact']>

export const startImpactMutation = graphql(`
  mutation StartImpact($input: StartImpactInput!) {
    started: startImpact(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const impactQuery = graphql(`
  query ImpactJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      impact {
        basis {
          ...AnalysisBasisParts
        }
        verdict
        reasons
        zoom
        cellMetres
        stepDays
        before
        after
        installed
        leftOut
        candidates
        treated {
          before
          after
          x
          y
          west
          south
          east
          north
          controls {
            before
            after
            x
            y
            west
            south
            east
            north
          }
        }
        effect {
          estimate
          low
          high
          p
        }
        ratio {
          treatedBefore
          treatedAfter
          controlsBefore
          controlsAfter
          ratio
          low
          high
        }
        placeboInSpaceP
        placeboInTime {
          estimate
          low
          high
          p
        }
        displacement {
          periods
          bufferCells
          success
          quotient
          quotientLow
          quotientHigh
          difference
          differenceError
          p
        }
      }
    }
  }
`)

export const busiestQuery = graphql(`
  query ImpactCounts(
    $bounds: GeoBoundsInput!
    $zoom: Int!
    $from: Date!
    $until: Date!
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    heatmap(bounds: $bounds, zoom: $zoom, from: $from, until: $until, filter: $filter, asKnownOn: $asKnownOn) {
      columns {
        x
        y
        count
      }
    }
  }
`)
