import { graphql } from '@shared/graphql/generated'
import type { SpaceTimeScanJobQuery } from '@shared/graphql/generated/graphql'

export type ScanResult = NonNullable<NonNullable<SpaceTimeScanJobQuery['job']>['spaceTimeScan']>

export const startScan = graphql(`
  mutation StartSpaceTimeScan($input: StartSpaceTimeScanInput!) {
    started: startSpaceTimeScan(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const scanQuery = graphql(`
  query SpaceTimeScanJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      spaceTimeScan {
        basis {
          ...AnalysisBasisParts
        }
        cellMetres
        critical
        clusters {
          longitude
          latitude
          radiusMetres
          cells
          from
          until
          count
          expected
          isTooFew
          relativeRisk
          logLikelihoodRatio
          p
        }
      }
    }
  }
`)
