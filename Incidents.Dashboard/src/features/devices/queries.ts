import { graphql } from '@shared/graphql/generated'
import type { DevicePlacesQuery, DevicesQuery } from '@shared/graphql/generated/graphql'

export type Listed = NonNullable<DevicesQuery['devices']>['nodes'][number]
export type PlacedDevice = NonNullable<DevicePlacesQuery['devices']>['nodes'][number]

export const devicesQuery = graphql(`
  query Devices($filter: DeviceFilterInput, $first: Int!, $after: String, $mayDeviceExact: Boolean!) {
    devices(filter: $filter, first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        deviceId
        kind
        city
        district
        street @include(if: $mayDeviceExact)
        isRegistered
        isRetired
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
        details {
          owner
          plannedOn
          installedOn
          acceptedOn
        }
        certificates {
          number
          validUntil
        }
      }
    }
  }
`)

export const devicePlacesQuery = graphql(`
  query DevicePlaces($filter: DeviceFilterInput, $after: String) {
    devices(filter: $filter, first: 1000, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        deviceId
        city
        kind
        point {
          longitude
          latitude
        }
        health {
          status
        }
      }
    }
  }
`)

/** How many devices there are of each health. */
export const healthCountsQuery = graphql(`
  query HealthCounts($cities: [String!], $kinds: [DeviceKind!]) {
    SUSPECTED: devices(filter: { cities: $cities, kinds: $kinds, healths: [SUSPECTED] }, first: 1) {
      totalCount
    }
    FAULTED: devices(filter: { cities: $cities, kinds: $kinds, healths: [FAULTED] }, first: 1) {
      totalCount
    }
    UNKNOWN: devices(filter: { cities: $cities, kinds: $kinds, healths: [UNKNOWN] }, first: 1) {
      totalCount
    }
    HEALTHY: devices(filter: { cities: $cities, kinds: $kinds, healths: [HEALTHY] }, first: 1) {
      totalCount
    }
    RETIRED: devices(filter: { cities: $cities, kinds: $kinds, healths: [RETIRED] }, first: 1) {
      totalCount
    }
  }
`)

export const clockQuery = graphql(`
  query DevicesClock {
    serverTime
  }
`)
