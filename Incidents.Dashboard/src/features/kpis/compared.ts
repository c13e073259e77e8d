import { addDays } from '@shared/format/days'
import { before, lastDay, type Period } from './period'

/** What a period is compared with. */
export const compared = ['before', 'yearEarlier'] as const
export type Compared = (typeof compared)[number]

/** The period to compare with: before whole calendar months as many whole months, otherwise as many days; or the same dates a year ago. */
export function comparedPeriod(period: Period, how: Compared): Period {
  const months = wholeMonths(period)
  if (how === 'yearEarlier')
    return {
      from: movedMonths(period.from, -12),
      until: months > 0 ? movedMonths(period.until, -12) : addDays(movedMonths(lastDay(period), -12), 1),
    }
  return months === 0 ? before(period) : { from: movedMonths(period.from, -months), until: period.from }
}

/** How many whole calendar months a period is; 0 where it is not whole months. */
export function wholeMonths({ from, until }: Period): number {
  if (!from.endsWith('-01') || !until.endsWith('-01')) return 0
  return monthNumber(until) - monthNumber(from)
}

const monthNumber = (day: string) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7))

/** The same day of another month; the last one of a month that is too short. */
function movedMonths(day: string, months: number): string {
  const moved = monthNumber(day) - 1 + months
  const [year, month] = [Math.floor(moved / 12), moved % 12]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return new Date(Date.UTC(year, month, Math.min(last, Number(day.slice(8))))).toISOString().slice(0, 10)
}
