import { graphql } from '@shared/graphql/generated'

export const beginShiftMutation = graphql(`
  mutation BeginShift($city: String!) {
    beginShift(input: { city: $city }) {
      shift {
        person
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

export const handOverShiftMutation = graphql(`
  mutation HandOverShift($city: String!, $receiver: String!, $note: String) {
    handOverShift(input: { city: $city, receiver: $receiver, note: $note }) {
      shift {
        person
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

export const acceptShiftMutation = graphql(`
  mutation AcceptShift($city: String!, $person: String!) {
    acceptShift(input: { city: $city, person: $person }) {
      shift {
        person
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

export const endShiftMutation = graphql(`
  mutation EndShift($city: String!, $note: String) {
    endShift(input: { city: $city, note: $note }) {
      shift {
        person
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
