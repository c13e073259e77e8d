import { graphql } from '@shared/graphql/generated'
import type { IncidentQuery, RegisterQuery } from '@shared/graphql/generated/graphql'

export type Row = NonNullable<RegisterQuery['incidents']>['nodes'][number]
export type File = NonNullable<IncidentQuery['incident']>
export type Entry = File['timeline'][number]

export const registerQuery = graphql(`
  query Register($filter: IncidentFilterInput!, $order: IncidentOrder!, $after: String) {
    incidents(filter: $filter, order: $order, first: 100, after: $after) {
      nodes {
        id
        city
        district
        street
        category
        status
        deviceId
        occurredAt
        knownAt
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** Apart from the rows, which need not wait for it. */
export const countQuery = graphql(`
  query RegisterCount($filter: IncidentFilterInput!) {
    incidents(filter: $filter, first: 1) {
      totalCount
    }
  }
`)

export const incidentQuery = graphql(`
  query Incident($id: UUID!, $knownAt: DateTime) {
    incident(id: $id, knownAt: $knownAt) {
      id
      status
      category
      place {
        city
        district
        street
        point {
          longitude
          latitude
        }
      }
      occurredAt
      knownAt
      units {
        unit
        since
        arrivedAt
        status
        endedAt
      }
      mergedInto
      merged
      timeline {
        sequence
        subject
        type
        occurredAt
        knownAt
        source
        by
        deviceId
        category
        unit
        reason
        enteredBy
      }
    }
  }
`)
