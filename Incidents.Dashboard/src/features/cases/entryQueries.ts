import { graphql } from '@shared/graphql/generated'

export const entriesQuery = graphql(`
  query CaseEntries(
    $id: UUID!
    $filter: CaseTimelineFilterInput
    $order: CaseTimelineOrder!
    $branchId: UUID
    $first: Int!
    $after: String
  ) {
    case(id: $id) {
      id
      timeline(filter: $filter, order: $order, branchId: $branchId, first: $first, after: $after) {
        ...Entries
      }
    }
  }

  fragment Entries on CaseEntryConnection {
    totalCount
    nodes {
      id
      isStarred
      isOrderUnknown
      cameFromCaseId
      viaIncidentId
      comments {
        id
        note
        by
        occurredAt
      }
      clock {
        kind
        name
        receiptSeconds
        uncertaintySeconds
      }
      event {
        sequence
        subject
        subjectId
        type
        occurredAt
        timePrecision
        knownAt
        source
        by
        deviceId
        category
        unit
        isMasked
        place {
          city
          street
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
`)

export const entriesAsKnownQuery = graphql(`
  query CaseEntriesAsKnown(
    $id: UUID!
    $asKnownAt: DateTime!
    $filter: CaseTimelineFilterInput
    $order: CaseTimelineOrder!
    $branchId: UUID
    $first: Int!
    $after: String
  ) {
    caseAsKnown(id: $id, asKnownAt: $asKnownAt) {
      id
      timeline(filter: $filter, order: $order, branchId: $branchId, first: $first, after: $after) {
        ...Entries
      }
    }
  }
`)
