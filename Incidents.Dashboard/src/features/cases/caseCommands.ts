import { graphql } from '@shared/graphql/generated'

export const openCaseMutation = graphql(`
  mutation OpenCase($input: OpenCaseInput!) {
    openCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const shareCaseMutation = graphql(`
  mutation ShareCase($input: ShareCaseInput!) {
    shareCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const unshareCaseMutation = graphql(`
  mutation UnshareCase($input: UnshareCaseInput!) {
    unshareCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const closeCaseMutation = graphql(`
  mutation CloseCase($input: CloseCaseInput!) {
    closeCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const reopenCaseMutation = graphql(`
  mutation ReopenCase($input: ReopenCaseInput!) {
    reopenCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const mergeCaseMutation = graphql(`
  mutation MergeCase($input: MergeCaseInput!) {
    mergeCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const unmergeCaseMutation = graphql(`
  mutation UnmergeCase($input: UnmergeCaseInput!) {
    unmergeCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const splitCaseMutation = graphql(`
  mutation SplitCase($input: SplitCaseInput!) {
    splitCase(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const undoCaseSplitMutation = graphql(`
  mutation UndoCaseSplit($input: UndoCaseSplitInput!) {
    undoCaseSplit(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const beginCaseBranchMutation = graphql(`
  mutation BeginCaseBranch($input: BeginCaseBranchInput!) {
    beginCaseBranch(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const mergeCaseBranchMutation = graphql(`
  mutation MergeCaseBranch($input: MergeCaseBranchInput!) {
    mergeCaseBranch(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const undoCaseBranchMergeMutation = graphql(`
  mutation UndoCaseBranchMerge($input: UndoCaseBranchMergeInput!) {
    undoCaseBranchMerge(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)

export const abandonCaseBranchMutation = graphql(`
  mutation AbandonCaseBranch($input: AbandonCaseBranchInput!) {
    abandonCaseBranch(input: $input) {
      case {
        id
      }
      errors {
        ... on Error {
          code
        }
      }
    }
  }
`)
