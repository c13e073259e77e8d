import { graphql } from '@shared/graphql/generated'

export const assignMutation = graphql(`
  mutation AssignUnit($id: UUID!, $unit: String!) {
    assignUnit(input: { id: $id, unit: $unit }) {
      incident {
        id
        version
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const arrivalMutation = graphql(`
  mutation RecordArrival($id: UUID!, $unit: String!) {
    recordArrival(input: { id: $id, unit: $unit }) {
      incident {
        id
        version
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const releaseUnitMutation = graphql(`
  mutation ReleaseUnit($id: UUID!, $unit: String!) {
    releaseUnit(input: { id: $id, unit: $unit }) {
      incident {
        id
        version
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const cancelUnitMutation = graphql(`
  mutation CancelUnit($id: UUID!, $unit: String!) {
    cancelUnit(input: { id: $id, unit: $unit }) {
      incident {
        id
        version
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const divertMutation = graphql(`
  mutation DivertUnit($id: UUID!, $unit: String!, $targetId: UUID!) {
    divertUnit(input: { id: $id, unit: $unit, targetId: $targetId }) {
      incident {
        id
        version
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const noteHazardMutation = graphql(`
  mutation NoteHazard(
    $console: String!
    $key: String!
    $category: String!
    $place: PlaceInput!
    $description: String!
  ) {
    noteHazard(input: { console: $console, key: $key, category: $category, place: $place, description: $description }) {
      hazard {
        id
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const liftHazardMutation = graphql(`
  mutation LiftHazard($city: String!, $hazardId: UUID!, $reason: String!) {
    liftHazard(input: { city: $city, hazardId: $hazardId, reason: $reason }) {
      hazard {
        id
      }
      position
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)
