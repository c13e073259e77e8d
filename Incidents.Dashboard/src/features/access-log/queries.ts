import { graphql } from '@shared/graphql/generated'
import type { AccessLogQuery, AccessEntryQuery, UnusualSearchesQuery } from '@shared/graphql/generated/graphql'

export type Row = NonNullable<AccessLogQuery['accessLog']>['nodes'][number]
export type Entry = NonNullable<AccessEntryQuery['accessEntry']>
export type Unusual = NonNullable<UnusualSearchesQuery['unusualSearches']>[number]

export const accessLogQuery = graphql(`
  query AccessLog($filter: AccessLogFilterInput!, $after: String) {
    accessLog(filter: $filter, first: 100, after: $after) {
      nodes {
        ...AccessRow
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }

  fragment AccessRow on AccessLogEntry {
    id
    at
    kind
    callerId
    callerName
    grants
    purposeReason
    purposeReference
    operation
    rowCount
    errors
    isMasked
  }
`)

export const accessEntryQuery = graphql(`
  query AccessEntry($id: UUID!) {
    accessEntry(id: $id) {
      ...AccessRow
      query
      variables
      details
      denied
      rows {
        type
        count
      }
      digest
      projectedPosition
      appendedPosition
      traceId
      isReplayable
    }
    accessAnswer(id: $id)
  }
`)

export const unusualQuery = graphql(`
  query UnusualSearches($from: Date!, $until: Date!) {
    unusualSearches(from: $from, until: $until) {
      entry {
        ...AccessRow
      }
      reasons
      plates
    }
  }
`)

export const watchListQuery = graphql(`
  query WatchList {
    watchList {
      id
      reason
      by
      at
    }
  }
`)

export const replayMutation = graphql(`
  mutation ReplayRead($input: ReplayReadInput!) {
    replayRead(input: $input) {
      replay {
        state
        progress
        answer
        isSame
        leftOut
        difference
      }
      errors {
        __typename
        ... on Error {
          code
        }
      }
    }
  }
`)

export const beginWatchMutation = graphql(`
  mutation BeginWatch($input: BeginWatchInput!) {
    beginWatch(input: $input) {
      watch {
        id
      }
      errors {
        __typename
        ... on Error {
          code
        }
      }
    }
  }
`)

export const endWatchMutation = graphql(`
  mutation EndWatch($input: EndWatchInput!) {
    endWatch(input: $input) {
      watch {
        id
      }
      errors {
        __typename
        ... on Error {
          code
        }
      }
    }
  }
`)
