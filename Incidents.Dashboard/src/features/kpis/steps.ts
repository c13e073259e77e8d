import { useFormat } from '@shared/format/useFormat'
import type { TrendGrain } from '@shared/graphql/generated/graphql'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { isWhole, type Period } from './period'

/** What a step is called: its day, its week's Monday, or its month. */
export function useStepName(grain: TrendGrain, period: Period) {
  const { t } = useTranslation('kpis')
  const { day } = useFormat()
  return useCallback(
    (first: string) => {
      const name =
        grain === 'WEEK'
          ? t('weekOf', { day: day(first) })
          : grain === 'MONTH'
            ? `${first.slice(5, 7)}.${first.slice(0, 4)}`
            : day(first)
      return isWhole(first, grain, period) ? name : t('partOf', { step: name })
    },
    [t, day, grain, period],
  )
}

const roundSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 86_400]

/** Distance of an axis's marks such that up to three of them reach the largest value, in seconds that people count in. */
export function markEvery(largest: number): number {
  const found = roundSeconds.find((seconds) => largest <= 3 * seconds)
  return found ?? 86_400 * Math.ceil(largest / 3 / 86_400)
}
