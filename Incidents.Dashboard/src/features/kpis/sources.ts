import type { Period } from './period'

interface Source {
  readonly from: string
  readonly until: string | null
  readonly gaps: readonly Period[]
}

/** Whether a source reported on all days of a period. */
export const coversPeriod = ({ from, until, gaps }: Source, period: Period) =>
  from <= period.from &&
  (until === null || until >= period.until) &&
  gaps.every((gap) => gap.until <= period.from || gap.from >= period.until)

/** Those that lack a part of the period first, since they explain its missing data; then as given. */
export const ordered = <One extends Source>(
  sources: readonly One[],
  period: Period,
  compare: (a: One, b: One) => number,
): One[] =>
  [...sources].sort((a, b) => Number(coversPeriod(a, period)) - Number(coversPeriod(b, period)) || compare(a, b))
