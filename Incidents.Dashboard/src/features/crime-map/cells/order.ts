import type { CellSet } from './cellSet'

export interface Order {
  /** Which of the set's fields. */
  readonly field: number
  readonly isDescending: boolean
}

/** The set's own order: the largest first, and of chances the smallest. */
export const usualOrder = ({ fields }: CellSet): Order => ({ field: 0, isDescending: fields[0]?.kind !== 'chance' })

/**
 * Those cells by a field; what is not known comes last, either way.
 *
 * By a score of change, cells with too few come after all others: from 0 to 3 is a high score, and chance makes many of them. Cells that
 * are equal are ordered by the next field, the largest first.
 */
export function ordered(
  { map, fields, isTooFew }: CellSet,
  cells: readonly number[],
  { field, isDescending }: Order,
): number[] {
  const values = fields[field]?.values ?? []
  const next = fields[field + 1]?.values ?? []
  const fewLast = map === 'change' && fields[field]?.kind === 'score'
  return [...cells].sort((a, b) => {
    const few = fewLast ? (isTooFew[a] ?? 0) - (isTooFew[b] ?? 0) : 0
    return few || compared(values, a, b, isDescending) || compared(next, a, b, true)
  })
}

function compared(values: readonly (string | number | null)[], a: number, b: number, isDescending: boolean): number {
  const [first, second] = [values[a] ?? null, values[b] ?? null]
  if (first === null || second === null) return Number(first === null) - Number(second === null)
  const sign = isDescending ? -1 : 1
  return first < second ? -sign : first > second ? sign : 0
}
