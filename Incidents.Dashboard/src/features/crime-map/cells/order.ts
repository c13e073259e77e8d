import type { CellSet } from './cellSet'

export interface Order {
  /** Which of the set's fields. */
  readonly field: number
  readonly isDescending: boolean
}

/** Those cells by a field; what is not known comes last, either way. */
export function ordered({ fields }: CellSet, cells: readonly number[], { field, isDescending }: Order): number[] {
  const values = fields[field]?.values ?? []
  const sign = isDescending ? -1 : 1
  return [...cells].sort((a, b) => {
    const [first, second] = [values[a] ?? null, values[b] ?? null]
    if (first === null || second === null) return Number(first === null) - Number(second === null)
    return first < second ? -sign : first > second ? sign : 0
  })
}
