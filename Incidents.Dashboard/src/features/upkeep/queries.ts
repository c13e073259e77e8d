import { graphql } from '@shared/graphql/generated'
import type { UpkeepTaskQuery, UpkeepTasksQuery } from '@shared/graphql/generated/graphql'

export type Listed = NonNullable<UpkeepTasksQuery['upkeepTasks']>['nodes'][number]
export type Task = NonNullable<UpkeepTaskQuery['upkeepTask']>
export type Entry = NonNullable<Task['timeline']>[number]

export const clockQuery = graphql(`
  query UpkeepClock {
    serverTime
  }
`)

export const tasksQuery = graphql(`
  query UpkeepTasks($filter: UpkeepTaskFilterInput, $order: UpkeepOrder!, $first: Int!, $after: String) {
    upkeepTasks(filter: $filter, order: $order, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...ListedTask
      }
    }
  }

  fragment ListedTask on UpkeepTask {
    id
    category
    city
    district
    street
    streetClass
    status
    deadline
    isOverdue
    overdueSeconds
    occurredAt
    doneAt
    isDoneInTime
    checkedAt
  }
`)

/** How many tasks are in each state, of what the filter selects. */
export const countsQuery = graphql(`
  query UpkeepCounts($overdue: UpkeepTaskFilterInput!, $due: UpkeepTaskFilterInput!, $done: UpkeepTaskFilterInput!) {
    overdue: upkeepTasks(filter: $overdue, first: 1) {
      totalCount
    }
    due: upkeepTasks(filter: $due, first: 1) {
      totalCount
    }
    done: upkeepTasks(filter: $done, first: 1) {
      totalCount
    }
  }
`)

export const taskQuery = graphql(`
  query UpkeepTask($id: UUID!, $mayUpkeepPerson: Boolean!) {
    upkeepTask(id: $id) {
      ...ListedTask
      version
      point {
        longitude
        latitude
      }
      isBeginningReported
      knownAt
      source
      sourceId
      deviceId
      joinedInto
      observations {
        id
        occurredAt
        street
        source
        deviceId
      }
      observedBy @include(if: $mayUpkeepPerson)
      description @include(if: $mayUpkeepPerson)
      snapshot @include(if: $mayUpkeepPerson) {
        uri
        sha256
      }
      doneBy @include(if: $mayUpkeepPerson)
      doneSnapshot @include(if: $mayUpkeepPerson) {
        uri
        sha256
      }
      cancelledReasonCode @include(if: $mayUpkeepPerson)
      timeline @include(if: $mayUpkeepPerson) {
        sequence
        type
        occurredAt
        timePrecision
        knownAt
        by
        source
        reasonCode
        rule {
          distanceMetres
        }
      }
    }
  }
`)

/** Tasks of the same kind and town that are open: one of them may be the same thing. */
export const likeQuery = graphql(`
  query UpkeepLike($filter: UpkeepTaskFilterInput!) {
    upkeepTasks(filter: $filter, order: OCCURRED_DESCENDING, first: 100) {
      nodes {
        id
        street
        district
        occurredAt
        point {
          longitude
          latitude
        }
      }
    }
  }
`)
