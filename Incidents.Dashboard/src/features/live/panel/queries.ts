import { graphql } from '@shared/graphql/generated'
import type {
  LiveAlertQuery,
  LiveIncidentQuery,
  LiveSosCallQuery,
  LiveViolationQuery,
  RecommendedUnitsQuery,
} from '@shared/graphql/generated/graphql'

export type LiveAlert = NonNullable<LiveAlertQuery['alert']>
export type LiveSosCall = NonNullable<LiveSosCallQuery['sosCall']>
export type LiveViolation = NonNullable<LiveViolationQuery['violation']>
export type LiveIncident = NonNullable<LiveIncidentQuery['incident']>
export type Recommendation = NonNullable<RecommendedUnitsQuery['recommendedUnits']>

export const alertQuery = graphql(`
  query LiveAlert($id: UUID!) {
    alert(id: $id) {
      id
      version
      category
      city
      district
      street
      deviceId
      point {
        longitude
        latitude
      }
      occurredAt
      timePrecision
      confidence
      plate
      acknowledgedAt
      endedAt
      dismissedReasonCode
      takenBy
      takenAt
      judgement {
        outcome
        reasonCode
        by
        judgedAt
      }
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
      district
      street
      deviceId
      point {
        longitude
        latitude
      }
      occurredAt
      timePrecision
      status
      answeredBy
      answeredAt
      escalatedTo
      takenBy
      takenAt
      targets {
        ...ShownTarget
      }
      incident {
        id
      }
    }
  }

  fragment ShownTarget on TargetView {
    name
    step
    withinSeconds
    status
    startedAt
    dueAt
    metAt
    escalatedAt
    onRole
    onPerson
  }
`)

export const violationQuery = graphql(`
  query LiveViolation($id: UUID!) {
    violation(id: $id) {
      id
      version
      category
      city
      district
      street
      deviceId
      point {
        longitude
        latitude
      }
      occurredAt
      timePrecision
      status
      article
      part
      plate
      hold {
        reason
        by
        note
        heldAt
        distanceMetres
        seconds
        leastKmPerHour
        driftKmPerHour
      }
      dismissedReasonCode
      takenBy
      takenAt
      incident {
        id
      }
    }
  }
`)

export const incidentQuery = graphql(`
  query LiveIncident($id: UUID!, $mayDevice: Boolean!) {
    incident(id: $id) {
      id
      version
      status
      category
      urgency
      city
      district
      street
      point {
        longitude
        latitude
      }
      occurredAt
      timePrecision
      description
      kuiNumber
      erdrNumber
      mergedInto
      merged
      takenBy
      takenAt
      targets {
        ...ShownTarget
      }
      units {
        unit
        status
        since
        arrivedAt
        endedAt
        cameWith
      }
      links {
        signal {
          kind
          id
        }
        linkedAt
        by
        rule {
          rule
          version
          distanceMetres
          minutes
        }
        cameWith
      }
      plan {
        ...ShownPlan
      }
      cameras @include(if: $mayDevice) {
        deviceId
        city
        place {
          street
        }
        distanceMetres
        isLooking
      }
      earlier(first: 5) {
        incident {
          id
          category
          occurredAt
          timePrecision
          status
        }
        distanceMetres
      }
      hazards {
        id
        category
        description
        notedBy
        notedAt
      }
    }
  }
`)

export const recommendedQuery = graphql(`
  query RecommendedUnits($id: UUID!) {
    recommendedUnits(id: $id, first: 6) {
      basis
      kilometresPerHour
      isPlaceUnknown
      withoutPlace
      units {
        unit {
          id
          callSign
          kind
        }
        distanceMetres
        travelSeconds
        from
        isOfKind
      }
    }
  }
`)

export const reasonsQuery = graphql(`
  query OutcomeReasons {
    outcomeReasons {
      code
      outcome
      nameEn
      nameRu
      nameKk
    }
  }
`)

export const onDutyQuery = graphql(`
  query OnDuty($cities: [String!]) {
    shifts(filter: { isOn: true, cities: $cities }, first: 200) {
      nodes {
        person
        city
      }
    }
  }
`)
