import { addDays } from '@shared/format/days'
import { periodOfPreset, wholeMonthsOf } from '@shared/period/presets'
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

/** The period of the link; for who sees rounded counts its whole months that are over, by default the last one. */
export function shownPeriodOf(search: KpiSearch, today: string, isRounded: boolean): Period {
  if (!isRounded) return periodOf(search, today)
  const asked = periodOf(search, today)
  const { from, to } =
    search.from === undefined && search.to === undefined
      ? periodOfPreset('lastMonth', today, { from: today, to: today })
      : wholeMonthsOf({ from: asked.from, to: lastDay(asked) }, today)
  return { from, until: addDays(to, 1) }
}

/** Steps that are many enough for a line and few enough to be read; rounded counts are of months. */
export function grainOf(period: Period, isRounded = false): Exclude<TrendGrain, 'HOUR_OF_WEEK'> {
  if (isRounded) return 'MONTH'
  const days = daysIn(period)
  return days <= 31 ? 'DAY' : days <= 190 ? 'WEEK' : 'MONTH'
}
