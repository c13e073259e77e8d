import { graphql } from '@shared/graphql/generated'
import type { DecompositionJobQuery } from '@shared/graphql/generated/graphql'

export type DecompositionAnswer = NonNullable<NonNullable<DecompositionJobQuery['job']>['decomposition']>

export const startDecompositionMutation = graphql(`
  mutation StartDecomposition($input: StartDecompositionInput!) {
    started: startDecomposition(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const decompositionQuery = graphql(`
  query DecompositionJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      decomposition {
        basis {
          ...AnalysisBasisParts
        }
        stepHours
        isTooFew
        withoutHour
        counts
        seasons {
          periodDays
          periodHours
          values
        }
        trend
        remainder
        weights
      }
    }
  }
`)
