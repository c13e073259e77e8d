import { useFormat } from '@shared/format/useFormat'
import type { TrendGrain } from '@shared/graphql/generated/graphql'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { CountSeries } from './queries'

interface Step {
  readonly day: string
  /** Whether not all of its days are counted: beside whole steps that looks like a fall. */
  readonly isCut: boolean
  readonly daysCounted: number
  /** How many of the counted ones have data. */
  readonly daysCovered: number
  readonly daysInStep: number | null
}

/** What a step is called: its day, its week's Monday, or its month, and how many of its days have data where not all do. */
export function useStepName(grain: TrendGrain) {
  const { t } = useTranslation('kpis')
  const { day } = useFormat()
  return useCallback(
    ({ day: first, isCut, daysCovered, daysInStep }: Step) => {
      const name =
        grain === 'WEEK'
          ? t('weekOf', { day: day(first) })
          : grain === 'MONTH'
            ? `${first.slice(5, 7)}.${first.slice(0, 4)}`
            : day(first)
      return isCut ? t('partOf', { step: name, counted: daysCovered, count: daysInStep ?? 0 }) : name
    },
    [t, day, grain],
  )
}

/** Whether no source reported on some of its days: a chart hatches such a step. */
export const lacksData = ({ daysCounted, daysCovered }: Step) => daysCovered < daysCounted

/** The steps of a count that is not split into series. */
export const stepsOf = ({ series }: Pick<CountSeries, 'series'>) =>
  (series[0]?.points ?? []).flatMap(({ day, ...point }) => (day === null ? [] : [{ day, ...point }]))

const roundSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400]

/** Distance of an axis's marks such that up to three of them reach the largest value, in seconds that people count in. */
export function markEvery(largest: number): number {
  const found = roundSeconds.find((seconds) => largest <= 3 * seconds)
  return found ?? 86_400 * Math.ceil(largest / 3 / 86_400)
}
