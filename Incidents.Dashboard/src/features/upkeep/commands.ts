import { graphql } from '@shared/graphql/generated'

export const observeMutation = graphql(`
  mutation ObserveUpkeep($input: ObserveUpkeepInput!) {
    observeUpkeep(input: $input) {
      upkeepTask {
        id
        deadline
      }
      errors {
        ...UpkeepRefusal
      }
    }
  }

  fragment UpkeepRefusal on Error {
    __typename
    code
  }
`)

export const completeMutation = graphql(`
  mutation CompleteUpkeep($input: CompleteUpkeepInput!) {
    completeUpkeep(input: $input) {
      upkeepTask {
        id
      }
      errors {
        ...UpkeepRefusal
      }
    }
  }
`)

export const checkMutation = graphql(`
  mutation CheckUpkeep($input: CheckUpkeepInput!) {
    checkUpkeep(input: $input) {
      upkeepTask {
        id
      }
      errors {
        ...UpkeepRefusal
      }
    }
  }
`)

export const cancelMutation = graphql(`
  mutation CancelUpkeep($input: CancelUpkeepInput!) {
    cancelUpkeep(input: $input) {
      upkeepTask {
        id
      }
      errors {
        ...UpkeepRefusal
      }
    }
  }
`)

export const joinMutation = graphql(`
  mutation JoinUpkeep($input: JoinUpkeepInput!) {
    joinUpkeep(input: $input) {
      upkeepTask {
        id
      }
      errors {
        ...UpkeepRefusal
      }
    }
  }
`)

export const separateMutation = graphql(`
  mutation SeparateUpkeep($input: SeparateUpkeepInput!) {
    separateUpkeep(input: $input) {
      upkeepTask {
        id
      }
      errors {
        ...UpkeepRefusal
      }
    }
  }
`)
