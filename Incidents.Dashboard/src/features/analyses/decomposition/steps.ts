import { addDays } from '@shared/format/days'
import type { DecompositionAnswer } from './queries'

export interface Step {
  /** The local day, with the hour where steps are hours: `2026-03-01 05`. */
  readonly step: string
  readonly count: number
  readonly trend: number
  readonly seasons: readonly number[]
  readonly remainder: number
  readonly weight: number
}

/** The columns of a decomposition as rows, from the first day on. */
export function stepsOf({ basis, stepHours, counts, trend, seasons, remainder, weights }: DecompositionAnswer): Step[] {
  const perDay = 24 / stepHours
  return counts.map((count, index) => {
    const day = addDays(basis.from, Math.floor(index / perDay))
    const hour = (index % perDay) * stepHours
    return {
      step: perDay === 1 ? day : `${day} ${String(hour).padStart(2, '0')}`,
      count,
      trend: trend[index] ?? 0,
      seasons: seasons.map(({ values }) => values[index] ?? 0),
      remainder: remainder[index] ?? 0,
      weight: weights[index] ?? 1,
    }
  })
}
