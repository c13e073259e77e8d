import { graphql } from '@shared/graphql/generated'
import type { IncidentQuery, RegisterQuery } from '@shared/graphql/generated/graphql'

export type Row = NonNullable<RegisterQuery['incidents']>['nodes'][number]
export type File = NonNullable<IncidentQuery['incident']>
export type Entry = NonNullable<File['timeline']>[number]

export const registerQuery = graphql(`
  query Register(
    $filter: IncidentFilterInput!
    $order: IncidentOrder!
    $after: String
    $mayExact: Boolean!
    $mayPerson: Boolean!
  ) {
    incidents(filter: $filter, order: $order, first: 100, after: $after) {
      nodes {
        id
        city
        district
        street @include(if: $mayExact)
        category
        status
        deviceId @include(if: $mayExact)
        occurredAt
        timePrecision
        knownAt
        description @include(if: $mayPerson)
        source
        sourceId
        unit
        victims
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
  query Incident($id: UUID!, $mayExact: Boolean!, $mayPerson: Boolean!) {
    incident(id: $id) {
      id
      status
      category
      place {
        ...IncidentPlace
      }
      description @include(if: $mayPerson)
      source
      sourceId
      deviceId @include(if: $mayExact)
      signals {
        ...IncidentSignal
      }
      occurredAt
      timePrecision
      offenceCount
      victims
      offences {
        ...IncidentOffence
      }
      knownAt
      units {
        ...IncidentUnit
      }
      mergedInto
      merged
      timeline @include(if: $mayPerson) {
        ...IncidentEntry
      }
    }
  }

  fragment IncidentPlace on Place {
    city
    district
    street @include(if: $mayExact)
    point {
      longitude
      latitude
    }
  }

  fragment IncidentSignal on Signal {
    kind
    id
  }

  fragment IncidentOffence on Offence {
    offenceId
    category
    victims
    isGravest
  }

  fragment IncidentUnit on AssignedUnit {
    unit
    since
    arrivedAt
    status
    endedAt
  }

  fragment IncidentEntry on TimelineEntry {
    sequence
    subject
    type
    occurredAt
    timePrecision
    isOrderUnknown
    knownAt
    source
    by
    deviceId
    category
    unit
    reasonCode
    outcomeCode
    enteredBy
  }
`)

/** The same of an earlier moment, which is another type: its `id` is of the incident and the moment. */
export const incidentAsKnownQuery = graphql(`
  query IncidentAsKnown($id: UUID!, $asKnownAt: DateTime!, $mayExact: Boolean!, $mayPerson: Boolean!) {
    incidentAsKnown(id: $id, asKnownAt: $asKnownAt) {
      id
      incidentId
      status
      category
      place {
        ...IncidentPlace
      }
      description @include(if: $mayPerson)
      source
      sourceId
      deviceId @include(if: $mayExact)
      signals {
        ...IncidentSignal
      }
      occurredAt
      timePrecision
      offenceCount
      victims
      offences {
        ...IncidentOffence
      }
      knownAt
      units {
        ...IncidentUnit
      }
      mergedInto
      merged
      timeline @include(if: $mayPerson) {
        ...IncidentEntry
      }
    }
  }
`)
