import { graphql } from '@shared/graphql/generated'
import type { DeadLettersQuery, IngestStatusQuery } from '@shared/graphql/generated/graphql'

export type Status = NonNullable<IngestStatusQuery['ingestStatus']>
export type DeadLetter = NonNullable<DeadLettersQuery['deadLetters']>['nodes'][number]

export const statusQuery = graphql(`
  query IngestStatus {
    ingestStatus {
      accepted
      duplicates
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
        failure
      }
    }
  }
`)

export const deadLettersQuery = graphql(`
  query DeadLetters($code: ErrorCode, $after: String) {
    deadLetters(code: $code, first: 50, after: $after) {
      nodes {
        id
        source
        code
        message
        field
        lengthBytes
        isCut
        text
        base64
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
