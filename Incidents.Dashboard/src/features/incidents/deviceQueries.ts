import { graphql } from '@shared/graphql/generated'
import type { DeviceQuery, DeviceReportsQuery } from '@shared/graphql/generated/graphql'

export type Device = NonNullable<DeviceQuery['device']>
export type Reports = DeviceReportsQuery

/** Where a device without a town in its link reported last. */
export const deviceTownQuery = graphql(`
  query DeviceTown($devices: [String!]!) {
    alerts(filter: { deviceIds: $devices }, first: 1) {
      nodes {
        id
        city
      }
    }
    violations(filter: { deviceIds: $devices }, first: 1) {
      nodes {
        id
        city
      }
    }
    incidents(filter: { deviceIds: $devices }, first: 1) {
      nodes {
        id
        city
      }
    }
  }
`)

export const deviceQuery = graphql(`
  query Device($city: String!, $id: String!) {
    device(city: $city, deviceId: $id) {
      id
      deviceId
      kind
      model
      isRegistered
      isRetired
      reportCount
      firstReportAt
      lastReportAt
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

export const deviceReportsQuery = graphql(`
  query DeviceReports($cities: [String!]!, $devices: [String!]!) {
    alerts(filter: { cities: $cities, deviceIds: $devices }, first: 20) {
      nodes {
        id
        category
        occurredAt
        timePrecision
        plate
        acknowledgedBy
        endedAt
        dismissedReasonCode
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
        plate
        status
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
