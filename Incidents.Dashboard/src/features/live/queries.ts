import { graphql } from '@shared/graphql/generated'
import type { LiveAlertQuery, LiveSosCallQuery, QueuesQuery } from '@shared/graphql/generated/graphql'
import type { QueueItem, QueueName, Queues } from './queue'

export type LiveAlert = NonNullable<LiveAlertQuery['alert']>
export type LiveSosCall = NonNullable<LiveSosCallQuery['sosCall']>

/** The beginning of each queue, and how many there are in all. */
export const queuesQuery = graphql(`
  query Queues($cities: [String!], $first: Int!) {
    serverTime
    queues {
      alerts(filter: { cities: $cities }, order: NEWEST_FIRST, first: $first) {
        totalCount
        nodes {
          ...QueuedAlert
        }
      }
      calls(filter: { cities: $cities }, first: $first) {
        totalCount
        nodes {
          ...QueuedCall
        }
      }
      violations(filter: { cities: $cities }, order: NEWEST_FIRST, first: $first) {
        totalCount
        nodes {
          ...QueuedViolation
        }
      }
      incidents(filter: { cities: $cities }, first: $first) {
        totalCount
        nodes {
          ...QueuedIncident
        }
      }
    }
  }

  fragment QueuedAlert on Alert {
    id
    category
    city
    street
    deviceId
    point {
      longitude
      latitude
    }
    occurredAt
    knownAt
    version
  }

  fragment QueuedCall on SosCall {
    id
    category
    city
    street
    deviceId
    point {
      longitude
      latitude
    }
    occurredAt
    knownAt
    version
    status
  }

  fragment QueuedViolation on Violation {
    id
    category
    city
    street
    deviceId
    point {
      longitude
      latitude
    }
    occurredAt
    knownAt
    version
  }

  fragment QueuedIncident on Incident {
    id
    category
    city
    street
    point {
      longitude
      latitude
    }
    occurredAt
    knownAt
    version
    status
    urgency
  }
`)

export const alertQuery = graphql(`
  query LiveAlert($id: UUID!) {
    alert(id: $id) {
      id
      version
      category
      city
      street
      deviceId
      occurredAt
      timePrecision
      confidence
      plate
      acknowledgedAt
      endedAt
      dismissedReasonCode
      snapshot {
        uri
      }
      snapshotLink
      clip {
        uri
      }
      clipLink
      liveLink
      incident {
        id
      }
    }
  }
`)

export const sosCallQuery = graphql(`
  query LiveSosCall($id: UUID!) {
    sosCall(id: $id) {
      id
      version
      category
      city
      street
      deviceId
      occurredAt
      timePrecision
      status
      incident {
        id
      }
    }
  }
`)

export const acknowledgeMutation = graphql(`
  mutation Acknowledge($id: UUID!) {
    acknowledgeAlert(input: { id: $id }) {
      alert {
        id
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const dismissMutation = graphql(`
  mutation Dismiss($id: UUID!, $reasonCode: String!) {
    dismissAlert(input: { id: $id, reasonCode: $reasonCode }) {
      alert {
        id
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const answerMutation = graphql(`
  mutation AnswerCall($id: UUID!) {
    answerSosCall(input: { id: $id }) {
      sosCall {
        id
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const reviewMutation = graphql(`
  mutation Review($id: UUID!) {
    reviewViolation(input: { id: $id }) {
      violation {
        id
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

type Lists = NonNullable<QueuesQuery['queues']>
export type Row = Partial<Pick<QueueItem, 'deviceId' | 'status' | 'urgency'>> & {
  readonly id: string
  readonly category: string
  readonly city: string
  readonly street?: string | null
  readonly point?: QueueItem['point'] | undefined
  readonly occurredAt: string
  readonly knownAt: string
  readonly version: number
}

/** A row of a list or a message as the queues keep it. */
export const itemOf = (queue: QueueName, row: Row): QueueItem => ({
  id: row.id,
  queue,
  category: row.category,
  city: row.city,
  street: row.street ?? null,
  deviceId: row.deviceId ?? null,
  point: row.point ?? null,
  occurredAt: row.occurredAt,
  knownAt: row.knownAt,
  status: row.status ?? null,
  version: row.version,
  urgency: row.urgency ?? 0,
})

/** All rows of an answer, and how many there are in all. */
export function rowsOfAnswer(lists: Lists): { readonly rows: QueueItem[]; readonly totals: Queues['totals'] } {
  const { alerts, calls, violations, incidents } = lists
  return {
    rows: [
      ...alerts.nodes.map((row) => itemOf('alerts', row as Row)),
      ...calls.nodes.map((row) => itemOf('calls', row as Row)),
      ...violations.nodes.map((row) => itemOf('violations', row as Row)),
      ...incidents.nodes.map((row) => itemOf('incidents', row as Row)),
    ],
    totals: {
      alerts: alerts.totalCount,
      calls: calls.totalCount,
      violations: violations.totalCount,
      incidents: incidents.totalCount,
    },
  }
}
