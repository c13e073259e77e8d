import { graphql } from '@shared/graphql/generated'

export const reviewMutation = graphql(`
  mutation Review($id: UUID!) {
    reviewViolation(input: { id: $id }) {
      violation {
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

export const confirmMutation = graphql(`
  mutation ConfirmViolation($id: UUID!) {
    confirmViolation(input: { id: $id }) {
      violation {
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

export const dismissViolationMutation = graphql(`
  mutation DismissViolation($id: UUID!, $reasonCode: String!) {
    dismissViolation(input: { id: $id, reasonCode: $reasonCode }) {
      violation {
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

export const holdMutation = graphql(`
  mutation HoldViolation($id: UUID!, $note: String!) {
    holdViolation(input: { id: $id, note: $note }) {
      violation {
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

export const liftHoldMutation = graphql(`
  mutation LiftHold($id: UUID!, $reasonCode: String!) {
    liftViolationHold(input: { id: $id, reasonCode: $reasonCode }) {
      violation {
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

export const takeViolationMutation = graphql(`
  mutation TakeViolation($id: UUID!) {
    takeViolation(input: { id: $id }) {
      violation {
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

export const releaseViolationMutation = graphql(`
  mutation ReleaseViolation($id: UUID!) {
    releaseViolation(input: { id: $id }) {
      violation {
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

export const handOverViolationMutation = graphql(`
  mutation HandOverViolation($id: UUID!, $person: String!, $note: String) {
    handOverViolation(input: { id: $id, person: $person, note: $note }) {
      violation {
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

export const takeOverViolationMutation = graphql(`
  mutation TakeOverViolation($id: UUID!, $reason: String!) {
    takeOverViolation(input: { id: $id, reason: $reason }) {
      violation {
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
