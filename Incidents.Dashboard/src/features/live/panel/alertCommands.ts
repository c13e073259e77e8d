import { graphql } from '@shared/graphql/generated'

export const acknowledgeMutation = graphql(`
  mutation Acknowledge($id: UUID!) {
    acknowledgeAlert(input: { id: $id }) {
      alert {
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

export const dismissMutation = graphql(`
  mutation Dismiss($id: UUID!, $reasonCode: String!) {
    dismissAlert(input: { id: $id, reasonCode: $reasonCode }) {
      alert {
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

export const judgeMutation = graphql(`
  mutation JudgeAlert($id: UUID!, $outcome: AlertOutcome!, $reasonCode: String, $operatorMinutes: Float) {
    judgeAlert(input: { id: $id, outcome: $outcome, reasonCode: $reasonCode, operatorMinutes: $operatorMinutes }) {
      alert {
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

export const takeAlertMutation = graphql(`
  mutation TakeAlert($id: UUID!) {
    takeAlert(input: { id: $id }) {
      alert {
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

export const releaseAlertMutation = graphql(`
  mutation ReleaseAlert($id: UUID!) {
    releaseAlert(input: { id: $id }) {
      alert {
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

export const handOverAlertMutation = graphql(`
  mutation HandOverAlert($id: UUID!, $person: String!, $note: String) {
    handOverAlert(input: { id: $id, person: $person, note: $note }) {
      alert {
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

export const takeOverAlertMutation = graphql(`
  mutation TakeOverAlert($id: UUID!, $reason: String!) {
    takeOverAlert(input: { id: $id, reason: $reason }) {
      alert {
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
