import { graphql } from '@shared/graphql/generated'
import type { ShuffledHotSpotsJobQuery } from '@shared/graphql/generated/graphql'

export type ShuffledResult = NonNullable<NonNullable<ShuffledHotSpotsJobQuery['job']>['shuffledHotSpots']>

export const startShuffled = graphql(`
  mutation StartShuffledHotSpots($input: StartShuffledHotSpotsInput!) {
    started: startShuffledHotSpots(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const shuffledQuery = graphql(`
  query ShuffledHotSpotsJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      shuffledHotSpots {
        basis {
          ...AnalysisBasisParts
        }
        method
        zoom
        cellMetres
        shuffles
        spots {
          class
          cells
          shareAsMany
          shareAny
        }
      }
    }
  }
`)
