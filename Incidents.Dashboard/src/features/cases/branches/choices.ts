import type { CaseChoiceInput, CaseConflict, CaseSide } from '@shared/graphql/generated/graphql'

interface Difference {
  readonly itemId: string
  readonly conflict?: CaseConflict | null
}

/**
 * The choices that a merge needs: one for each conflict and for nothing else, as the server refuses others.
 *
 * Undefined while one is missing. What was chosen for an item that is in conflict no longer is left out.
 */
export function choicesOf(
  differences: readonly Difference[],
  sides: Readonly<Record<string, CaseSide>>,
): readonly CaseChoiceInput[] | undefined {
  const choices = differences
    .filter(({ conflict }) => conflict != null)
    .map(({ itemId }) => ({ itemId, side: sides[itemId] }))
  return choices.every((choice): choice is { itemId: string; side: CaseSide } => choice.side !== undefined)
    ? choices
    : undefined
}
