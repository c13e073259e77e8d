import { graphql } from '@shared/graphql/generated'
import type { AnalysisBasisPartsFragment, AnalysisJobPartsFragment } from '@shared/graphql/generated/graphql'

export type Basis = AnalysisBasisPartsFragment
export type Job = AnalysisJobPartsFragment

export const clockQuery = graphql(`
  query AnalysesToday {
    serverTime
  }
`)

export const basisFragment = graphql(`
  fragment AnalysisBasisParts on AnalysisBasis {
    method
    source
    observations
    count
    measure
    from
    until
    cities
    categories
    asKnownOn
    ledgerPosition
    daysAsked
    daysCovered
    coverageCode
    parameters {
      name
      value
    }
  }
`)

export const jobFragment = graphql(`
  fragment AnalysisJobParts on AnalysisJob {
    id
    kind
    state
    progress
    requestedAt
    finishedAt
    failure {
      code
    }
  }
`)

export const refusalFragment = graphql(`
  fragment AnalysisRefusalParts on Error {
    code
    ... on InputError {
      field
    }
  }
`)

export const jobsQuery = graphql(`
  query AnalysisJobs($kinds: [AnalysisKind!]) {
    analyses(filter: { kinds: $kinds }, first: 10) {
      nodes {
        ...AnalysisJobParts
      }
    }
  }
`)

export const cancelMutation = graphql(`
  mutation CancelAnalysis($id: UUID!) {
    cancelAnalysis(input: { id: $id }) {
      analysisJob {
        id
        state
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)
