import { graphql } from '@shared/graphql/generated'
import type { CaseEntriesQuery, CaseFileQuery, CasesQuery } from '@shared/graphql/generated/graphql'

export type Listed = NonNullable<CasesQuery['cases']>['nodes'][number]
export type File = NonNullable<CaseFileQuery['case']>
export type Item = File['items'][number]
export type Evidence = File['evidence'][number]
export type Branch = File['branches'][number]
export type View = File['views'][number]
export type Entry = NonNullable<CaseEntriesQuery['case']>['timeline']['nodes'][number]

export const casesQuery = graphql(`
  query Cases($filter: CaseFilterInput, $after: String) {
    cases(filter: $filter, first: 50, after: $after) {
      nodes {
        id
        number
        title
        city
        status
        owner {
          callerId
          name
        }
        sharedWith {
          callerId
        }
        lastKnownAt
        isHeld
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

export const caseQuery = graphql(`
  query CaseFile($id: UUID!) {
    case(id: $id) {
      id
      version
      number
      title
      city
      status
      owner {
        ...Colleague
      }
      sharedWith {
        ...Colleague
      }
      openedAt
      lastKnownAt
      isHeld
      isMasked
      mergedInto
      absorbed {
        ...Part
      }
      splitOff {
        ...Part
      }
      origin {
        ...Part
      }
      branches {
        ...Branch
      }
      views {
        ...View
      }
      items {
        ...Item
      }
      evidence {
        ...Evidence
      }
    }
  }

  fragment Colleague on CaseColleague {
    callerId
    name
  }

  fragment Part on CasePart {
    caseId
    items {
      id
    }
  }

  fragment Branch on CaseBranch {
    id
    name
    note
    version
    status
    begunAt
    by
  }

  fragment View on CaseView {
    name
    filter {
      kinds
      sources
      text
      isStarred
      from
      until
      isByKnown
    }
  }

  fragment Item on CaseItem {
    id
    kind
    reason
    personName
    plate
    note
    tag
    assignee
    dueOn
    isDone
  }

  fragment Evidence on CaseEvidence {
    id
    caseId
    fileName
    mediaType
    sizeBytes
    sha256
    route
    uri
    note
    by
    takenAt
    knownAt
    isHeld
    isWithdrawn
    custody {
      eventId
      kind
      to
      note
      by
      occurredAt
    }
  }
`)

/** The same of an earlier moment, which is another type. */
export const caseAsKnownQuery = graphql(`
  query CaseFileAsKnown($id: UUID!, $asKnownAt: DateTime!) {
    caseAsKnown(id: $id, asKnownAt: $asKnownAt) {
      id
      caseId
      version
      number
      title
      city
      status
      owner {
        ...Colleague
      }
      sharedWith {
        ...Colleague
      }
      openedAt
      lastKnownAt
      isHeld
      isMasked
      mergedInto
      absorbed {
        ...Part
      }
      splitOff {
        ...Part
      }
      origin {
        ...Part
      }
      branches {
        ...Branch
      }
      views {
        ...View
      }
      items {
        ...Item
      }
      evidence {
        ...Evidence
      }
    }
  }
`)

export const changesQuery = graphql(`
  query CaseChanges($id: UUID!, $from: DateTime!, $until: DateTime!) {
    caseChanges(id: $id, from: $from, until: $until) {
      statusBefore
      status
      items {
        id
        before {
          ...Item
        }
        after {
          ...Item
        }
      }
      shared {
        ...Colleague
      }
      unshared {
        ...Colleague
      }
      evidenceTaken
      evidenceWithdrawn
      branchesBegun
      absorbed
      separated
      eventCount
    }
  }
`)

export const branchQuery = graphql(`
  query CaseBranchDifferences($id: UUID!) {
    case(id: $id) {
      id
      branches {
        id
        items {
          ...Item
        }
        differences {
          itemId
          isChangedInBranch
          conflict
          atBegin {
            ...Item
          }
          inCase {
            ...Item
          }
          inBranch {
            ...Item
          }
        }
      }
    }
  }
`)
