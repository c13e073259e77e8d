interface Town {
  readonly countsPer100000: readonly (number | null)[] | null
  readonly points: readonly { readonly count: number | null; readonly isCut: boolean }[]
}

/** A town's values step by step: rates or counts; null for a step of which not all days are counted. */
export const valuesOf = ({ countsPer100000, points }: Town, isRate: boolean): (number | null)[] =>
  points.map(({ count, isCut }, index) => (isCut ? null : isRate ? (countsPer100000?.[index] ?? null) : count))

/** The largest value of all towns, the top of their common axis; 1 where there is none. */
export function largestOf(towns: readonly Town[], isRate: boolean): number {
  const all = towns.flatMap((town) => valuesOf(town, isRate)).filter((value) => value !== null)
  return Math.max(0, ...all) || 1
}
