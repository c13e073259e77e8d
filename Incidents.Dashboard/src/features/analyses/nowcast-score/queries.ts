import { graphql } from '@shared/graphql/generated'
import type { NowcastScoreJobQuery } from '@shared/graphql/generated/graphql'

export type NowcastScoreResult = NonNullable<NonNullable<NowcastScoreJobQuery['job']>['nowcastScore']>

export const ageScoreFragment = graphql(`
  fragment NowcastAgeScoreParts on NowcastScoreCoverage {
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
`)

export const startNowcastScoreMutation = graphql(`
  mutation StartNowcastScore($input: StartNowcastScoreInput!) {
    started: startNowcastScore(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
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
          ...NowcastAgeScoreParts
        }
        ages {
          ...NowcastAgeScoreParts
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
