import { graphql } from '@shared/graphql/generated'
import type { EmergingHotSpotsJobQuery } from '@shared/graphql/generated/graphql'

export type EmergingSpots = NonNullable<NonNullable<EmergingHotSpotsJobQuery['job']>['emergingHotSpots']>

export const startEmerging = graphql(`
  mutation StartEmergingHotSpots($input: StartEmergingHotSpotsInput!) {
    started: startEmergingHotSpots(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const emergingQuery = graphql(`
  query EmergingHotSpotsJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      emergingHotSpots {
        basis {
          ...AnalysisBasisParts
        }
        zoom
        cellMetres
        stepDays
        steps
        patterns {
          pattern
          side
          cells
        }
        cells {
          count
          isTooFew
          pattern
          side
          hotSteps
          coldSteps
          trendZ
          trendP
          trend
          slopePerStep
          lastZ
          x
          y
          longitude
          latitude
          west
          south
          east
          north
        }
      }
    }
  }
`)
