import { addDays } from '../format/days'

/** Local days, both included. */
export interface DayRange {
  readonly from: string
  readonly to: string
}

export const presets = [
  'today',
  'yesterday',
  'thisWeek',
  'thisMonth',
  'lastMonth',
  'yearToDate',
  'last7',
  'last28',
  'last90',
  'sameAYearAgo',
] as const

/** Whole calendar months that are over, for those who see no other periods. */
export const monthPresets = ['lastMonth', 'last3Months', 'last12Months'] as const
export type Preset = (typeof presets)[number] | (typeof monthPresets)[number]

export const lastDays = (today: string, days: number): DayRange => ({
  from: addDays(today, -days),
  to: addDays(today, -1),
})

/**
 * The days of a preset. They end with yesterday, because the figures of a day that is not over compare badly.
 *
 * On the first day of a week or month, that day alone is this week or month. On New Year the year to date is the year that ended.
 * @param chosen The period that a year ago is counted from.
 */
export function periodOfPreset(preset: Preset, today: string, chosen: DayRange): DayRange {
  const yesterday = addDays(today, -1)
  const until = (from: string): DayRange => ({ from, to: from > yesterday ? today : yesterday })
  switch (preset) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: yesterday, to: yesterday }
    case 'thisWeek':
      return until(addDays(today, -((new Date(today).getUTCDay() + 6) % 7)))
    case 'thisMonth':
      return until(monthStart(today))
    case 'lastMonth': {
      const to = addDays(monthStart(today), -1)
      return { from: monthStart(to), to }
    }
    case 'last3Months':
      return lastMonths(today, 3)
    case 'last12Months':
      return lastMonths(today, 12)
    case 'yearToDate':
      return { from: `${yesterday.slice(0, 4)}-01-01`, to: yesterday }
    case 'last7':
      return lastDays(today, 7)
    case 'last28':
      return lastDays(today, 28)
    case 'last90':
      return lastDays(today, 90)
    case 'sameAYearAgo':
      return { from: aYearBefore(chosen.from), to: aYearBefore(chosen.to) }
  }
}

/** The preset whose days these are, if any. */
export const presetOf = (days: DayRange, today: string, among: readonly Preset[] = presets): Preset | undefined =>
  among.find((preset) => {
    if (preset === 'sameAYearAgo') return false
    const { from, to } = periodOfPreset(preset, today, days)
    return from === days.from && to === days.to
  })

function lastMonths(today: string, months: number): DayRange {
  const to = addDays(monthStart(today), -1)
  let from = monthStart(to)
  for (let more = 1; more < months; more++) from = monthStart(addDays(from, -1))
  return { from, to }
}

/** The whole calendar months of a period that are over; the last one where there are none. */
export function wholeMonthsOf({ from, to }: DayRange, today: string): DayRange {
  const last = addDays(monthStart(today), -1)
  const end = to > last ? last : addDays(monthStart(addDays(monthStart(to), 31)), -1)
  return monthStart(from) <= end
    ? { from: monthStart(from), to: end }
    : periodOfPreset('lastMonth', today, { from, to })
}

export const monthStart = (day: string) => `${day.slice(0, 8)}01`

/** The same date of the year before; 29 February becomes 28 February. */
function aYearBefore(day: string) {
  const year = String(Number(day.slice(0, 4)) - 1)
  return day.endsWith('-02-29') ? `${year}-02-28` : `${year}${day.slice(4)}`
}
