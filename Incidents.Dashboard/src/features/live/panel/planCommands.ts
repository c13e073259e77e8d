import { graphql } from '@shared/graphql/generated'

export const tickPlanStepMutation = graphql(`
  mutation TickPlanStep($id: UUID!, $step: String!) {
    tickPlanStep(input: { id: $id, step: $step }) {
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

export const untickPlanStepMutation = graphql(`
  mutation UntickPlanStep($id: UUID!, $step: String!, $reasonCode: String!) {
    untickPlanStep(input: { id: $id, step: $step, reasonCode: $reasonCode }) {
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

/** The response plan as its part of the panel shows it. */
export const planFragment = graphql(`
  fragment ShownPlan on ResponsePlan {
    code
    version
    nameKk
    nameRu
    nameEn
    steps {
      code
      nameKk
      nameRu
      nameEn
      isRequired
      tickedBy
      tickedAt
      note
    }
  }
`)
