import { addDays } from '@shared/format/days'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMemo } from 'react'
import { filterOfTown } from '../search/filter'
import { daysBetween } from '../search/period'
import { daysQuery } from '../queries'
import type { Settings } from '../search/settings'

/** Counts of the days that a period can be chosen from. */
export interface Days {
  readonly first: string
  /** Null on days on which no source reported. */
  readonly counts: readonly (number | null)[]
  /** The first day of these on which a source reported; null where none did. */
  readonly begin: string | null
}

const shownDays = 364

/** The last year up to today, or from the period's first day on where that is earlier; days before any source reported are left out. */
export function useDays(settings: Settings): Days {
  const { period, today, knownAt } = settings
  const usual = addDays(today, 1 - shownDays)
  const from = period.from < usual ? period.from : usual
  const last = period.to > today ? period.to : today
  const { data } = useAnswer(daysQuery, {
    from,
    until: addDays(last, 1),
    filter: filterOfTown(settings),
    asKnownOn: knownAt,
  })
  const counts = data?.trend?.series[0]?.counts
  return useMemo(() => {
    if (!counts) return { first: from, counts: [], begin: null }
    const begin = counts.findIndex((count) => count !== null)
    const before = Math.max(0, Math.min(begin, daysBetween(from, period.from)))
    return {
      first: addDays(from, before),
      counts: counts.slice(before),
      begin: begin < 0 ? null : addDays(from, begin),
    }
  }, [counts, from, period.from])
}
