import { graphql } from '@shared/graphql/generated'

export const openIncidentMutation = graphql(`
  mutation OpenIncident(
    $console: String!
    $key: String!
    $category: String!
    $place: PlaceInput!
    $signal: SignalInput
    $deviceId: String
    $occurredAt: DateTime
    $timePrecision: TimePrecision!
    $description: String
  ) {
    openIncident(
      input: {
        console: $console
        key: $key
        category: $category
        place: $place
        signal: $signal
        deviceId: $deviceId
        occurredAt: $occurredAt
        timePrecision: $timePrecision
        description: $description
      }
    ) {
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

export const linkSignalMutation = graphql(`
  mutation LinkSignal($id: UUID!, $signal: SignalInput!) {
    linkSignal(input: { id: $id, signal: $signal }) {
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

export const unlinkSignalMutation = graphql(`
  mutation UnlinkSignal($id: UUID!, $signal: SignalInput!) {
    unlinkSignal(input: { id: $id, signal: $signal }) {
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

export const categoriseMutation = graphql(`
  mutation CategoriseIncident($id: UUID!, $category: String!, $expectedVersion: Long!) {
    categoriseIncident(input: { id: $id, category: $category, expectedVersion: $expectedVersion }) {
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

export const correctMutation = graphql(`
  mutation CorrectIncident($id: UUID!, $place: PlaceInput, $reason: String!, $expectedVersion: Long!) {
    correctIncident(input: { id: $id, place: $place, reason: $reason, expectedVersion: $expectedVersion }) {
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

export const numberMutation = graphql(`
  mutation NumberIncident($id: UUID!, $book: RegistrationBook!, $number: String, $expectedVersion: Long!) {
    numberIncident(input: { id: $id, book: $book, number: $number, expectedVersion: $expectedVersion }) {
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

export const mergeMutation = graphql(`
  mutation MergeIncident($id: UUID!, $targetId: UUID!) {
    mergeIncident(input: { id: $id, targetId: $targetId }) {
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

export const unmergeMutation = graphql(`
  mutation UnmergeIncident($id: UUID!) {
    unmergeIncident(input: { id: $id }) {
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

export const resolveMutation = graphql(`
  mutation ResolveIncident($id: UUID!, $outcomeCode: String!) {
    resolveIncident(input: { id: $id, outcomeCode: $outcomeCode }) {
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

export const closeMutation = graphql(`
  mutation CloseIncident($id: UUID!) {
    closeIncident(input: { id: $id }) {
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

export const reopenMutation = graphql(`
  mutation ReopenIncident($id: UUID!, $reason: String!) {
    reopenIncident(input: { id: $id, reason: $reason }) {
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

export const takeIncidentMutation = graphql(`
  mutation TakeIncident($id: UUID!) {
    takeIncident(input: { id: $id }) {
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

export const releaseIncidentMutation = graphql(`
  mutation ReleaseIncident($id: UUID!) {
    releaseIncident(input: { id: $id }) {
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

export const handOverIncidentMutation = graphql(`
  mutation HandOverIncident($id: UUID!, $person: String!, $note: String) {
    handOverIncident(input: { id: $id, person: $person, note: $note }) {
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

export const takeOverIncidentMutation = graphql(`
  mutation TakeOverIncident($id: UUID!, $reason: String!) {
    takeOverIncident(input: { id: $id, reason: $reason }) {
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
