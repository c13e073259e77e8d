import { graphql } from '@shared/graphql/generated'

export const answerMutation = graphql(`
  mutation AnswerCall($id: UUID!) {
    answerSosCall(input: { id: $id }) {
      sosCall {
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

export const endCallMutation = graphql(`
  mutation EndCall($id: UUID!, $outcomeCode: String) {
    endSosCall(input: { id: $id, outcomeCode: $outcomeCode }) {
      sosCall {
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

export const callBackMutation = graphql(`
  mutation CallBack($id: UUID!, $reached: Boolean!) {
    callBackSosCall(input: { id: $id, reached: $reached }) {
      sosCall {
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

export const escalateMutation = graphql(`
  mutation EscalateCall($id: UUID!, $service: String!, $reasonCode: String!) {
    escalateSosCall(input: { id: $id, service: $service, reasonCode: $reasonCode }) {
      sosCall {
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

export const takeSosCallMutation = graphql(`
  mutation TakeSosCall($id: UUID!) {
    takeSosCall(input: { id: $id }) {
      sosCall {
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

export const releaseSosCallMutation = graphql(`
  mutation ReleaseSosCall($id: UUID!) {
    releaseSosCall(input: { id: $id }) {
      sosCall {
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

export const handOverSosCallMutation = graphql(`
  mutation HandOverSosCall($id: UUID!, $person: String!, $note: String) {
    handOverSosCall(input: { id: $id, person: $person, note: $note }) {
      sosCall {
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

export const takeOverSosCallMutation = graphql(`
  mutation TakeOverSosCall($id: UUID!, $reason: String!) {
    takeOverSosCall(input: { id: $id, reason: $reason }) {
      sosCall {
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
