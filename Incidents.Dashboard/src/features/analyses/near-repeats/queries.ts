import { graphql } from '@shared/graphql/generated'
import type { NearRepeatsJobQuery } from '@shared/graphql/generated/graphql'

export type NearRepeatTable = NonNullable<NonNullable<NearRepeatsJobQuery['job']>['nearRepeats']>

export const startNearRepeats = graphql(`
  mutation StartNearRepeats($input: StartNearRepeatsInput!) {
    started: startNearRepeats(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const nearRepeatsQuery = graphql(`
  query NearRepeatsJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      nearRepeats {
        basis {
          ...AnalysisBasisParts
        }
        spaceBands
        timeBands
        pairs
        entries {
          space
          time
          count
          isTooFew
          expected
          simulatedMean
          ratio
          p
        }
        riskAt
        riskAreas
        risk {
          incidentId
          longitude
          latitude
          innerMetres
          outerMetres
          ratio
          until
        }
      }
    }
  }
`)
