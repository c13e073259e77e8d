import { graphql } from '@shared/graphql/generated'
import type { SignalViolationQuery } from '@shared/graphql/generated/graphql'

export type Violation = NonNullable<SignalViolationQuery['violation']>

export const alertQuery = graphql(`
  query SignalAlert($id: UUID!, $mayExact: Boolean!, $mayPerson: Boolean!) {
    alert(id: $id) {
      id
      category
      city
      occurredAt
      timePrecision
      deviceId @include(if: $mayExact)
      confidence
      plate @include(if: $mayPerson)
      endedAt
      acknowledgedAt
      dismissedReasonCode @include(if: $mayPerson)
      snapshot @include(if: $mayPerson) {
        ...Media
      }
      clip @include(if: $mayPerson) {
        ...Media
      }
    }
  }

  fragment Media on MediaReference {
    uri
    sha256
  }
`)

export const sosCallQuery = graphql(`
  query SignalSosCall($id: UUID!, $mayExact: Boolean!) {
    sosCall(id: $id) {
      id
      category
      city
      occurredAt
      timePrecision
      deviceId @include(if: $mayExact)
      status
      waitedSeconds
    }
  }
`)

export const violationQuery = graphql(`
  query SignalViolation($id: UUID!, $mayExact: Boolean!, $mayPerson: Boolean!) {
    violation(id: $id) {
      id
      category
      city
      occurredAt
      timePrecision
      deviceId @include(if: $mayExact)
      status
      article
      part
      plate @include(if: $mayPerson)
      version
      hold {
        ...HoldFacts
      }
    }
  }

  fragment HoldFacts on ViolationHold {
    reason
    heldAt
    driftKmPerHour
    distanceMetres @include(if: $mayExact)
    seconds @include(if: $mayExact)
    leastKmPerHour @include(if: $mayExact)
    by @include(if: $mayPerson)
    note @include(if: $mayPerson)
  }
`)

export const liftHoldMutation = graphql(`
  mutation LiftViolationHold($input: LiftViolationHoldInput!) {
    liftViolationHold(input: $input) {
      violation {
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

export const nearQuery = graphql(`
  query IncidentNear($id: UUID!, $radiusMetres: Float!, $hours: Int!, $mayExact: Boolean!) {
    incident(id: $id) {
      id
      near(radiusMetres: $radiusMetres, hours: $hours, first: 50) {
        distanceMetres @include(if: $mayExact)
        afterSeconds
        incident {
          id
          category
          status
          street @include(if: $mayExact)
          occurredAt
          timePrecision
        }
      }
    }
  }
`)
