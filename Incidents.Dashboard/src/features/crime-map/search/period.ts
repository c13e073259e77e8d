import { addDays } from '@shared/format/days'
import type { Comparison, Step } from './search'

/** Local days, both included. */
export interface Period {
  readonly from: string
  readonly to: string
}

export const usualDays = 56

const dayMilliseconds = 86_400_000

/** Whole days from one to the other, 0 for the same. */
export const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / dayMilliseconds

export const lengthOf = ({ from, to }: Period) => daysBetween(from, to) + 1

/** The first day that no longer belongs to it, as GraphQL asks. */
export const untilOf = ({ to }: Period) => addDays(to, 1)

export const shifted = ({ from, to }: Period, days: number): Period => ({
  from: addDays(from, days),
  to: addDays(to, days),
})

/** The period that a link means, by default the last 56 whole days; one that ends before it begins is its first day. */
export function periodOf(from: string | undefined, to: string | undefined, today: string): Period {
  const yesterday = addDays(today, -1)
  const last = to ?? (from !== undefined && from > yesterday ? from : yesterday)
  const first = from ?? addDays(last, 1 - usualDays)
  return { from: first, to: last < first ? first : last }
}

/** What a period is compared with: rates, where the earlier one is longer. A year is 52 weeks, so that weekdays meet their like. */
export function earlierOf(period: Period, comparison: Comparison, own: Partial<Period>): Period {
  if (comparison === 'own' && own.from !== undefined && own.to !== undefined && own.from <= own.to)
    return { from: own.from, to: own.to }
  if (comparison === 'fourWeeks') return { from: addDays(period.from, -28), to: addDays(period.from, -1) }
  return shifted(period, comparison === 'year' ? -364 : -lengthOf(period))
}

const stepDays: Record<Step, number> = { day: 1, week: 7 }

/** The next picture of a film, or null after the last day. */
export function nextOf(period: Period, step: Step, last: string): Period | null {
  const next = shifted(period, stepDays[step])
  return next.to > last ? null : next
}
