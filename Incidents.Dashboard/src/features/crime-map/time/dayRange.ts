/** Days by their number from 0 on, both ends included. */
export interface DayRange {
  readonly from: number
  readonly to: number
}

export const grips = ['from', 'to'] as const
/** The part of a range that is moved: one end or both. */
export type Grip = (typeof grips)[number] | 'both'

/** The range after one end or the whole of it was moved by a number of days. The ends do not pass each other or the available days. */
export function moved({ from, to }: DayRange, grip: Grip, by: number, days: number): DayRange {
  if (grip === 'from') return { from: within(from + by, 0, to), to }
  if (grip === 'to') return { from, to: within(to + by, from, days - 1) }
  const shift = within(by, -from, days - 1 - to)
  return { from: from + shift, to: to + shift }
}

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)

/** Runs of days on which no source reported: the first day of each, and the first day that is no longer in it. */
export function withoutData(counts: readonly (number | null)[]): [from: number, until: number][] {
  const runs: [number, number][] = []
  counts.forEach((count, day) => {
    if (count !== null) return
    const last = runs.at(-1)
    if (last?.[1] === day) last[1] = day + 1
    else runs.push([day, day + 1])
  })
  return runs
}

/** Some days, and how many were counted each day on average. */
interface Bar {
  readonly from: number
  readonly days: number
  readonly count: number
}

const mostBars = 400

/** One bar for each day, or for as many days that there are at most 400: more are not told apart, and are slow to draw. */
export function barsOf(counts: readonly (number | null)[]): Bar[] {
  const days = Math.max(1, Math.ceil(counts.length / mostBars))
  return Array.from({ length: Math.ceil(counts.length / days) }, (_, index) => {
    const some = counts.slice(index * days, (index + 1) * days)
    return {
      from: index * days,
      days: some.length,
      count: some.reduce<number>((sum, count) => sum + (count ?? 0), 0) / some.length,
    }
  })
}
