import { graphql } from '@shared/graphql/generated'
import type { Facts } from './facts'

/** Open incidents of a town: those around a place, those that have just become known, and those at the head of the queue. */
export const openIncidentsQuery = graphql(`
  query OpenIncidents(
    $around: IncidentFilterInput
    $hasPlace: Boolean!
    $latest: IncidentFilterInput!
    $all: IncidentFilterInput!
  ) {
    queues {
      around: incidents(filter: $around, first: 100) @include(if: $hasPlace) {
        nodes {
          ...OpenIncident
        }
      }
      latest: incidents(filter: $latest, first: 100) {
        nodes {
          ...OpenIncident
        }
      }
      all: incidents(filter: $all, first: 100) {
        totalCount
        nodes {
          ...OpenIncident
        }
      }
    }
  }

  fragment OpenIncident on Incident {
    id
    category
    street
    occurredAt
    point {
      longitude
      latitude
    }
  }
`)

/** So far around a place other incidents may be the same thing. */
const aroundMetres = 2_000
/** What became known within this time is offered, wherever it stands in its queue. */
const latestMilliseconds = 2 * 3_600_000

/** Which open incidents are offered for something in a town. */
export const openIncidentsOf = ({ city, point }: Pick<Facts, 'city' | 'point'>, now: number) => {
  const all = { cities: [city] }
  return {
    hasPlace: point !== null,
    around: point === null ? null : { ...all, near: { ...point, radiusMetres: aroundMetres } },
    latest: { ...all, knownFrom: new Date(now - latestMilliseconds).toISOString() },
    all,
  }
}
