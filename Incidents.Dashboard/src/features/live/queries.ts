import { graphql } from '@shared/graphql/generated'
import type { QueuesQuery } from '@shared/graphql/generated/graphql'
import type { QueueItem, QueueName, Queues } from './queue'

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
    takenBy
    takenAt
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
    takenBy
    takenAt
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
    takenBy
    takenAt
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
    takenBy
    takenAt
    status
    urgency
  }
`)

type Lists = NonNullable<QueuesQuery['queues']>
export type Row = Partial<Pick<QueueItem, 'deviceId' | 'status' | 'urgency' | 'takenBy' | 'takenAt'>> & {
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
  takenBy: row.takenBy ?? null,
  takenAt: row.takenAt ?? null,
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
