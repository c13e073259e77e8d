import type { Period } from './period'

interface Source {
  readonly from: string
  /** Null where it still reports. */
  readonly until: string | null
}

/** From when until when sources reported; undefined without sources, and without an end where one still reports. */
export function recordsOf(
  sources: readonly Source[],
): { readonly from: string; readonly until: string | null } | undefined {
  const [first, ...others] = sources
  if (first === undefined) return undefined
  return others.reduce(
    (all, { from, until }) => ({
      from: from < all.from ? from : all.from,
      until: all.until === null || until === null ? null : until > all.until ? until : all.until,
    }),
    { from: first.from, until: first.until },
  )
}

/** The part of a period that is between the first and the last day of the records; the period itself where nothing of it is. */
export function cutToRecords(period: Period, sources: readonly Source[]): Period {
  const records = recordsOf(sources)
  if (records === undefined) return period
  const from = records.from > period.from ? records.from : period.from
  const until = records.until !== null && records.until < period.until ? records.until : period.until
  return from < until ? { from, until } : period
}
