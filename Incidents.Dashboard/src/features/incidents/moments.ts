import type { Entry } from './queries'

export interface Moment {
  /** When the centre learned something. */
  readonly knownAt: string
  /** What it learned last then. */
  readonly last: Entry
}

/** The moments at which the centre learned something, the first one first. What was learned at one moment is one. */
export function momentsOf(timeline: readonly Entry[]): Moment[] {
  const moments = new Map<number, Moment>()
  for (const entry of [...timeline].sort((a, b) => a.sequence - b.sequence))
    moments.set(Date.parse(entry.knownAt), { knownAt: entry.knownAt, last: entry })
  return [...moments].sort(([a], [b]) => a - b).map(([, moment]) => moment)
}

/** Which of the moments that is, by whichever offset from UTC it is written; -1 for none. */
export function indexOf(moments: readonly Moment[], knownAt: string | undefined): number {
  const exact = moments.findIndex((moment) => moment.knownAt === knownAt)
  return exact >= 0 || knownAt === undefined
    ? exact
    : moments.findIndex((moment) => Date.parse(moment.knownAt) === Date.parse(knownAt))
}
