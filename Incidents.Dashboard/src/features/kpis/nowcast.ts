import { addDays } from '@shared/format/days'
import type { NowcastPoint } from './queries'

const shownWeeks = 16

/** The first day of the weeks that are shown. */
export const nowcastFrom = (until: string) => addDays(until, -7 * shownWeeks)

const leastShare = 0.005

/** The newest week of which reports are still expected, and what share of them; undefined where there is none. */
export function expectedOf(
  points: readonly NowcastPoint[],
): { readonly day: string; readonly share: number } | undefined {
  const newest = points.filter(({ status }) => status === 'ESTIMATED').at(-1)
  if (newest?.expectedShare == null || newest.expectedShare < leastShare) return undefined
  return { day: newest.day, share: newest.expectedShare }
}

interface Bars {
  /** The published counts; null without data. */
  readonly counts: readonly (number | null)[]
  readonly lacksData: readonly boolean[]
  readonly estimates: readonly (number | null)[]
  /** Bars that begin at the lower bounds. */
  readonly outer: Floating
  readonly inner: Floating
}

interface Floating {
  readonly base: readonly (number | null)[]
  readonly height: readonly (number | null)[]
}

/** What the chart draws: a week that is not over has no bar, since it would look like a fall. */
export function barsOf(points: readonly NowcastPoint[]): Bars {
  const floating = (low: 'low80' | 'low95', high: 'high80' | 'high95'): Floating => ({
    base: points.map((point) => point[low]),
    height: points.map((point) => {
      const [least, most] = [point[low], point[high]]
      return least === null || most === null ? null : most - least
    }),
  })
  return {
    counts: points.map(({ status, count }) => (status === 'NOT_OVER' ? null : count)),
    lacksData: points.map(({ status }) => status === 'NO_DATA'),
    estimates: points.map(({ estimate }) => estimate),
    outer: floating('low95', 'high95'),
    inner: floating('low80', 'high80'),
  }
}
