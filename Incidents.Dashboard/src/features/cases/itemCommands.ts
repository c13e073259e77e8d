import { graphql } from '@shared/graphql/generated'

export const attachToCaseMutation = graphql(`
  mutation AttachToCase($input: AttachToCaseInput!) {
    attachToCase(input: $input) {
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

export const detachFromCaseMutation = graphql(`
  mutation DetachFromCase($input: DetachFromCaseInput!) {
    detachFromCase(input: $input) {
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

export const addPersonOfInterestMutation = graphql(`
  mutation AddPersonOfInterest($input: AddPersonOfInterestInput!) {
    addPersonOfInterest(input: $input) {
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

export const addVehicleOfInterestMutation = graphql(`
  mutation AddVehicleOfInterest($input: AddVehicleOfInterestInput!) {
    addVehicleOfInterest(input: $input) {
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

export const addCaseNoteMutation = graphql(`
  mutation AddCaseNote($input: AddCaseNoteInput!) {
    addCaseNote(input: $input) {
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

export const addCaseTagMutation = graphql(`
  mutation AddCaseTag($input: AddCaseTagInput!) {
    addCaseTag(input: $input) {
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

export const addCaseTaskMutation = graphql(`
  mutation AddCaseTask($input: AddCaseTaskInput!) {
    addCaseTask(input: $input) {
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

export const amendCaseItemMutation = graphql(`
  mutation AmendCaseItem($input: AmendCaseItemInput!) {
    amendCaseItem(input: $input) {
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

export const removeCaseItemMutation = graphql(`
  mutation RemoveCaseItem($input: RemoveCaseItemInput!) {
    removeCaseItem(input: $input) {
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

export const commentCaseEntryMutation = graphql(`
  mutation CommentCaseEntry($input: CommentCaseEntryInput!) {
    commentCaseEntry(input: $input) {
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

export const starCaseEntryMutation = graphql(`
  mutation StarCaseEntry($input: StarCaseEntryInput!) {
    starCaseEntry(input: $input) {
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

export const saveCaseViewMutation = graphql(`
  mutation SaveCaseView($input: SaveCaseViewInput!) {
    saveCaseView(input: $input) {
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

export const removeCaseViewMutation = graphql(`
  mutation RemoveCaseView($input: RemoveCaseViewInput!) {
    removeCaseView(input: $input) {
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

export const referToEvidenceMutation = graphql(`
  mutation ReferToEvidence($input: ReferToEvidenceInput!) {
    referToEvidence(input: $input) {
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

export const recordCustodyMutation = graphql(`
  mutation RecordCustody($input: RecordCustodyInput!) {
    recordCustody(input: $input) {
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

export const placeEvidenceHoldMutation = graphql(`
  mutation PlaceEvidenceHold($input: PlaceEvidenceHoldInput!) {
    placeEvidenceHold(input: $input) {
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

export const liftEvidenceHoldMutation = graphql(`
  mutation LiftEvidenceHold($input: LiftEvidenceHoldInput!) {
    liftEvidenceHold(input: $input) {
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

export const withdrawEvidenceMutation = graphql(`
  mutation WithdrawEvidence($input: WithdrawEvidenceInput!) {
    withdrawEvidence(input: $input) {
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
