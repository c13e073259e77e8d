import { addDays } from '@shared/format/days'
import { periodOfPreset } from '@shared/period/presets'
import type { TrendGrain } from '@shared/graphql/generated/graphql'
import type { KpiSearch } from './search'

/** Local days, the last one no longer counted. */
export interface Period {
  readonly from: string
  readonly until: string
}

const presets = { last7: 'last7', last28: 'last28', last90: 'last90', year: 'yearToDate', own: 'last28' } as const

/** The days that the link asks for; days in the wrong order are swapped. All presets end with yesterday. */
export function periodOf({ period = 'last28', from, to }: KpiSearch, today: string): Period {
  const usual = periodOfPreset(presets[period], today, { from: today, to: today })
  if (from === undefined && to === undefined) return { from: usual.from, until: addDays(usual.to, 1) }
  const last = to ?? (from !== undefined && from > usual.to ? from : usual.to)
  const first = from ?? addDays(last, -27)
  return first <= last ? { from: first, until: addDays(last, 1) } : { from: last, until: addDays(first, 1) }
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
