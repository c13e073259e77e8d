import { addDays } from '@shared/format/days'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMemo } from 'react'
import { daysQuery } from './queries'
import type { Settings } from './settings'

/** Counts of the days that a period can be chosen from. */
export interface Days {
  readonly first: string
  readonly counts: readonly number[]
}

const shownDays = 364

/** The last year up to today, or from the period's first day on where that is earlier; days before anything was counted are left out. */
export function useDays({ period, today, city, categories, knownAt, measure }: Settings): Days {
  const usual = addDays(today, 1 - shownDays)
  const from = period.from < usual ? period.from : usual
  const last = period.to > today ? period.to : today
  const { data } = useAnswer(daysQuery, {
    cities: city === null ? null : [city],
    from,
    until: addDays(last, 1),
    categories: categories.length === 0 ? null : categories,
    knownAt,
    measure,
  })
  const counts = data?.trend.series[0]?.counts
  return useMemo(() => {
    if (!counts) return { first: from, counts: [] }
    const begin = counts.findIndex((count) => count > 0)
    const before = Math.max(
      0,
      Math.min(begin < 0 ? 0 : begin, Math.round((Date.parse(period.from) - Date.parse(from)) / 86_400_000)),
    )
    return { first: addDays(from, before), counts: counts.slice(before) }
  }, [counts, from, period.from])
}
