import { graphql } from '@shared/graphql/generated'
import type { CaseLinksQuery, CaseSearchQuery, PlateTrackQuery } from '@shared/graphql/generated/graphql'

export type Chart = NonNullable<CaseLinksQuery['case']>['links']
export type ChartNode = Chart['nodes'][number]
type Found = NonNullable<CaseSearchQuery['search']>
export type FoundPlate = Found['plates'][number]
export type FoundIncident = Found['incidents'][number]
export type FoundCase = Found['cases'][number]
export type Track = NonNullable<PlateTrackQuery['plateTrack']>
export type Read = Track['reads'][number]

/** One thing that may be attached: only that of its kind is asked for. */
export const thingQuery = graphql(`
  query CaseThing($id: UUID!, $isIncident: Boolean!, $isAlert: Boolean!, $isCall: Boolean!, $isViolation: Boolean!) {
    incident(id: $id) @include(if: $isIncident) {
      id
      category
      occurredAt
      timePrecision
      place {
        city
        street
      }
    }
    alert(id: $id) @include(if: $isAlert) {
      id
      category
      city
      occurredAt
      timePrecision
      plate
      deviceId
    }
    sosCall(id: $id) @include(if: $isCall) {
      id
      category
      city
      occurredAt
      timePrecision
      deviceId
    }
    violation(id: $id) @include(if: $isViolation) {
      id
      category
      city
      occurredAt
      timePrecision
      plate
      deviceId
    }
  }
`)

/** One search for incidents, cases and plates. */
export const searchQuery = graphql(`
  query CaseSearch($filter: SearchFilterInput!) {
    search(filter: $filter) {
      incidents {
        isExact
        incident {
          id
          category
          status
          city
          street
          occurredAt
          timePrecision
        }
      }
      cases {
        isExact
        case {
          id
          number
          title
          city
          status
          lastKnownAt
        }
      }
      plates {
        plate
        distance
        reads
        firstReadAt
        lastReadAt
        form {
          format
          region
        }
      }
    }
  }
`)

export const trackQuery = graphql(`
  query PlateTrack($plate: String!, $from: Date, $until: Date) {
    plateTrack(plate: $plate, from: $from, until: $until) {
      plate
      impossibleKmPerHour
      clockUncertaintySeconds
      form {
        format
        region
      }
      reads {
        id
        kind
        deviceId
        occurredAt
        timePrecision
        category
        isCounted
        place {
          city
          street
          point {
            longitude
            latitude
          }
        }
      }
      legs {
        startId
        endId
        distanceMetres
        seconds
        kmPerHour
        leastKmPerHour
        isImpossible
      }
    }
  }
`)

export const companionsQuery = graphql(`
  query PlateCompanions($plate: String!, $from: Date!, $until: Date!, $minutes: Int!) {
    plateCompanions(plate: $plate, from: $from, until: $until, minutes: $minutes) {
      plate
      minutes
      readsOfPlate
      devices
      daysOfPlate
      vehiclesCompared
      companions {
        plate
        meetings
        devices
        daysMet
        expected
        probability
        adjusted
        firstMetAt
        lastMetAt
      }
    }
  }
`)

export const linksQuery = graphql(`
  query CaseLinks($id: UUID!, $branchId: UUID) {
    case(id: $id) {
      id
      links(branchId: $branchId) {
        ...Links
      }
    }
  }

  fragment Links on CaseChart {
    isCut
    nodes {
      key
      kind
      label
      thingId
      itemId
    }
    edges {
      fromKey
      toKey
      reason
      field
      text
    }
  }
`)

export const linksAsKnownQuery = graphql(`
  query CaseLinksAsKnown($id: UUID!, $asKnownAt: DateTime!, $branchId: UUID) {
    caseAsKnown(id: $id, asKnownAt: $asKnownAt) {
      id
      links(branchId: $branchId) {
        ...Links
      }
    }
  }
`)
