import { graphql } from '@shared/graphql/generated'
import type { NowcastScoreJobQuery } from '@shared/graphql/generated/graphql'

export type NowcastScoreResult = NonNullable<NonNullable<NowcastScoreJobQuery['job']>['nowcastScore']>

export const startNowcastScoreMutation = graphql(`
  mutation StartNowcastScore($input: StartNowcastScoreInput!) {
    started: startNowcastScore(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ... on Error {
          code
        }
        ... on InputError {
          field
        }
      }
    }
  }
`)

export const nowcastScoreQuery = graphql(`
  query NowcastScoreJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      nowcastScore {
        basis {
          ...AnalysisBasisParts
        }
        grain
        all {
          age
          judged
          isTooFew
          inside80
          inside95
          coverage80
          coverage80Low
          coverage80High
          coverage95
          coverage95Low
          coverage95High
          meanBias
          meanBiasPublished
          meanError
          meanErrorPublished
        }
        ages {
          age
          judged
          isTooFew
          inside80
          inside95
          coverage80
          coverage80Low
          coverage80High
          coverage95
          coverage95Low
          coverage95High
          meanBias
          meanBiasPublished
          meanError
          meanErrorPublished
        }
        series {
          notFinal
          notEstimable
          nothingExpected
        }
      }
    }
  }
`)
