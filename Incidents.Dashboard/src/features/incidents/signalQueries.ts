import { graphql } from '@shared/graphql/generated'

export const alertQuery = graphql(`
  query SignalAlert($id: UUID!) {
    alert(id: $id) {
      id
      category
      city
      occurredAt
      timePrecision
      deviceId
      confidence
      plate
      endedAt
      acknowledgedBy
      dismissedReasonCode
      snapshot {
        ...Media
      }
      clip {
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
  query SignalSosCall($id: UUID!) {
    sosCall(id: $id) {
      id
      category
      city
      occurredAt
      timePrecision
      deviceId
      status
      waitedSeconds
    }
  }
`)

export const violationQuery = graphql(`
  query SignalViolation($id: UUID!) {
    violation(id: $id) {
      id
      category
      city
      occurredAt
      timePrecision
      deviceId
      status
      article
      part
      plate
    }
  }
`)

export const nearQuery = graphql(`
  query IncidentNear($id: UUID!, $radiusMetres: Float!, $hours: Int!) {
    incident(id: $id) {
      id
      near(radiusMetres: $radiusMetres, hours: $hours, first: 50) {
        distanceMetres
        afterSeconds
        incident {
          id
          category
          status
          street
          occurredAt
          timePrecision
        }
      }
    }
  }
`)
