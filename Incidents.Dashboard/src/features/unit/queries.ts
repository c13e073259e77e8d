import { graphql } from '@shared/graphql/generated'
import type { MyUnitQuery } from '@shared/graphql/generated/graphql'

export const myUnitQuery = graphql(`
  query MyUnit {
    myUnit {
      id
      callSign
      city
      kind
      isRetired
      isOnDuty
      position {
        at
      }
      missions {
        incidentId
        state
        sentAt
        acceptedAt
        setOutAt
        arrivedAt
      }
    }
  }
`)

export type MyUnit = NonNullable<MyUnitQuery['myUnit']>

export const missionQuery = graphql(`
  query Mission($id: UUID!) {
    incident(id: $id) {
      id
      category
      description
      occurredAt
      timePrecision
      place {
        city
        district
        street
        point {
          longitude
          latitude
        }
      }
    }
  }
`)

const beginDutyMutation = graphql(`
  mutation BeginDuty($city: String!) {
    beginUnitDuty(input: { city: $city }) {
      unit {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

const endDutyMutation = graphql(`
  mutation EndDuty($city: String!) {
    endUnitDuty(input: { city: $city }) {
      unit {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

const acceptMutation = graphql(`
  mutation AcceptMission($id: UUID!) {
    unitAccept(input: { id: $id }) {
      unit {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

const enRouteMutation = graphql(`
  mutation SetOut($id: UUID!) {
    unitEnRoute(input: { id: $id }) {
      unit {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

const arriveMutation = graphql(`
  mutation Arrive($id: UUID!) {
    unitArrive(input: { id: $id }) {
      unit {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

const freeMutation = graphql(`
  mutation BeFree($id: UUID!) {
    unitFree(input: { id: $id }) {
      unit {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

/** The mutation of each step of a unit. */
export const mutations = {
  beginUnitDuty: beginDutyMutation,
  endUnitDuty: endDutyMutation,
  unitAccept: acceptMutation,
  unitEnRoute: enRouteMutation,
  unitArrive: arriveMutation,
  unitFree: freeMutation,
} as const

export const positionMutation = graphql(`
  mutation ReportPosition($city: String!, $point: GeoPointInput!, $occurredAt: DateTime!) {
    reportUnitPosition(input: { city: $city, point: $point, occurredAt: $occurredAt }) {
      unit {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)
