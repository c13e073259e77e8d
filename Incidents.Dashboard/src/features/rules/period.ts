import { addDays } from '@shared/format/days'
import { lastDays, type DayRange } from '@shared/period/presets'
import type { Search } from './search'

/** Longest period that a rule is replayed over. */
export const mostReplayedDays = 92

const usualDays = 28

/** The days that the link asks for, in their order; by default the last 28 that are over. */
export function periodOf({ from, to }: Pick<Search, 'from' | 'to'>, today: string): DayRange {
  const usual = lastDays(today, usualDays)
  if (from === undefined && to === undefined) return usual
  const last = to ?? (from !== undefined && from > usual.to ? from : usual.to)
  const first = from ?? addDays(last, 1 - usualDays)
  return first <= last ? { from: first, to: last } : { from: last, to: first }
}

/** The last days of a period that a replay takes. */
export function replayedOf({ from, to }: DayRange): DayRange {
  const first = addDays(to, 1 - mostReplayedDays)
  return { from: from < first ? first : from, to }
}
