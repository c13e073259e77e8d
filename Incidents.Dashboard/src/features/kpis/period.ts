import { addDays } from '@shared/format/days'
import type { TrendGrain } from '@shared/graphql/generated/graphql'
import type { KpiSearch } from './search'

/** Local days, the last one no longer counted. */
export interface Period {
  readonly from: string
  readonly until: string
}

const lengths = { last7: 7, last28: 28, last90: 90 } as const

/** The days that the link asks for. All but an own period end with yesterday: today is not over, and would compare badly. */
export function periodOf({ period = 'last28', from, to }: KpiSearch, today: string): Period {
  const yesterday = addDays(today, -1)
  switch (period) {
    case 'own': {
      const last = to ?? yesterday
      const first = from ?? addDays(last, 1 - lengths.last28)
      // Days in the wrong order are swapped: a link may be typed by hand.
      return first <= last ? { from: first, until: addDays(last, 1) } : { from: last, until: addDays(first, 1) }
    }
    case 'year':
      return { from: `${yesterday.slice(0, 4)}-01-01`, until: today }
    default:
      return { from: addDays(today, -lengths[period]), until: today }
  }
}

export const lastDay = ({ until }: Period) => addDays(until, -1)

export const daysIn = ({ from, until }: Period) =>
  Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)

/** The period of equal length before. */
export const before = (period: Period): Period => ({ from: addDays(period.from, -daysIn(period)), until: period.from })

/** Steps that are many enough for a line and few enough to be read. */
export function grainOf(period: Period): Exclude<TrendGrain, 'HOUR_OF_WEEK'> {
  const days = daysIn(period)
  return days <= 31 ? 'DAY' : days <= 190 ? 'WEEK' : 'MONTH'
}
