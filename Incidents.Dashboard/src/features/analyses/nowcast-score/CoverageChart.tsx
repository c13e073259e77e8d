import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { legend, line, stepAxis, tooltip, valueAxis } from '../frame/chart'
import type { NowcastScoreResult } from './queries'

const Chart = lazy(() => import('@shared/chart/Chart'))

/** The share of intervals that held, by age, beside what they state. */
export function CoverageChart({ ages }: { readonly ages: NowcastScoreResult['ages'] }) {
  const { t } = useTranslation('analyses')
  const { percent } = useFormat()
  const option = useCallback(() => {
    const stated = (share: number) => ({
      markLine: {
        silent: true,
        symbol: 'none',
        lineStyle: { type: 'dashed', color: colour('--line-strong') },
        label: { formatter: percent(share), color: colour('--text-2') },
        data: [{ yAxis: share }],
      },
    })
    return {
      grid: { left: 4, right: 44, top: 32, bottom: 4, containLabel: true },
      legend: legend(),
      tooltip: tooltip((value) => percent(value, 1)),
      xAxis: stepAxis(ages.map(({ age }) => t('nowcastScore.ageOf', { age: age ?? 0 }))),
      yAxis: valueAxis((value) => percent(value), { min: 0, max: 1 }),
      series: [
        line(
          t('nowcastScore.in80'),
          ages.map(({ coverage80 }) => coverage80),
          '--accent',
          {
            showSymbol: true,
            ...stated(0.8),
          },
        ),
        line(
          t('nowcastScore.in95'),
          ages.map(({ coverage95 }) => coverage95),
          '--good',
          {
            showSymbol: true,
            ...stated(0.95),
          },
        ),
      ],
    }
  }, [ages, percent, t])
  return (
    <Suspense fallback={null}>
      <Chart label={t('nowcastScore.chart')} option={option} height="13rem" />
    </Suspense>
  )
}
