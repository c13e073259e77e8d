import { graphql } from '@shared/graphql/generated'
import type { DeviceQuery, DeviceReportsQuery } from '@shared/graphql/generated/graphql'

export type Device = NonNullable<DeviceQuery['device']>
export type Reports = DeviceReportsQuery

/** Where a device without a town in its link reported last. */
export const deviceTownQuery = graphql(`
  query DeviceTown($devices: [String!]!, $mayExact: Boolean!) {
    alerts(filter: { deviceIds: $devices }, first: 1) @include(if: $mayExact) {
      nodes {
        id
        city
      }
    }
    violations(filter: { deviceIds: $devices }, first: 1) @include(if: $mayExact) {
      nodes {
        id
        city
      }
    }
    incidents(filter: { deviceIds: $devices }, first: 1) @include(if: $mayExact) {
      nodes {
        id
        city
      }
    }
  }
`)

export const deviceQuery = graphql(`
  query Device($city: String!, $id: String!, $mayDeviceExact: Boolean!) {
    device(city: $city, deviceId: $id) {
      id
      deviceId
      kind
      model
      isRegistered
      isRetired
      street @include(if: $mayDeviceExact)
      reportCount @include(if: $mayDeviceExact)
      firstReportAt @include(if: $mayDeviceExact)
      lastReportAt @include(if: $mayDeviceExact)
      health {
        status
        since @include(if: $mayDeviceExact)
        faults
        isTownSilent
      }
      availableShare
      clock {
        offsetSeconds
        uncertaintySeconds
      }
      place {
        city
        district
        point {
          longitude
          latitude
        }
      }
    }
  }
`)

export const deviceReportsQuery = graphql(`
  query DeviceReports($cities: [String!]!, $devices: [String!]!, $mayExact: Boolean!, $mayPerson: Boolean!) {
    alerts(filter: { cities: $cities, deviceIds: $devices }, first: 20) {
      nodes {
        id
        category
        occurredAt
        timePrecision
        plate @include(if: $mayPerson)
        acknowledgedAt
        endedAt
        dismissedReasonCode @include(if: $mayPerson)
        incident {
          ...ReportedIncident
        }
      }
    }
    violations(filter: { cities: $cities, deviceIds: $devices }, first: 20) {
      nodes {
        id
        category
        occurredAt
        timePrecision
        plate @include(if: $mayPerson)
        status
        version
        hold {
          ...HoldFacts
        }
        incident {
          ...ReportedIncident
        }
      }
    }
    incidents(filter: { cities: $cities, deviceIds: $devices }, first: 20) {
      nodes {
        ...ReportedIncident
        occurredAt
        timePrecision
      }
    }
  }

  fragment ReportedIncident on Incident {
    id
    category
    status
  }
`)
