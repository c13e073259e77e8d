import { graphql } from '@shared/graphql/generated'
import type { DeadLettersQuery, IngestStatusQuery, QuarantineQuery } from '@shared/graphql/generated/graphql'

export type Status = NonNullable<IngestStatusQuery['ingestStatus']>
export type Reported = Status['reported'][number]
export type Quarantined = NonNullable<QuarantineQuery['quarantine']>['nodes'][number]
export type DeadLetter = NonNullable<DeadLettersQuery['deadLetters']>['nodes'][number]

export const statusQuery = graphql(`
  query IngestStatus($mayOriginal: Boolean!) {
    ingestStatus {
      accepted
      duplicates
      conflicts
      refused
      unavailable
      perSecond
      waiting
      capacity
      isStoreAway
      deadLetters
      deadLettersByCode {
        code
        count
      }
      projectedSequence
      appendedSequence
      lagEvents
      lagSeconds
      pausedShards {
        name
        failure @include(if: $mayOriginal)
      }
      reported {
        way
        source
        kind
        count
        lastKnownOn
      }
    }
  }
`)

export const deadLettersQuery = graphql(`
  query DeadLetters($code: ErrorCode, $after: String, $mayOriginal: Boolean!) {
    deadLetters(code: $code, first: 50, after: $after) {
      nodes {
        id
        source
        code
        message
        field
        lengthBytes
        isCut
        text @include(if: $mayOriginal)
        base64 @include(if: $mayOriginal)
        firstReceivedAt
        lastReceivedAt
        times
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export const quarantineQuery = graphql(`
  query Quarantine($after: String, $mayOriginal: Boolean!) {
    quarantine(first: 50, after: $after) {
      nodes {
        readModel
        sequence
        streamId
        version
        type
        reason @include(if: $mayOriginal)
        quarantinedAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export const replayMutation = graphql(`
  mutation ReplayDeadLetters($input: ReplayDeadLettersInput!) {
    replayDeadLetters(input: $input) {
      replayResult {
        accepted
        refused
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

export const releaseMutation = graphql(`
  mutation ReleaseQuarantined($input: ReleaseQuarantinedInput!) {
    releaseQuarantined(input: $input) {
      releaseResult {
        released
        unreadable
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
