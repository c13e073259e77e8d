import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { legend, line, stepAxis, tooltip, valueAxis } from '../frame/chart'
import type { AnomalySeries } from './queries'

const Chart = lazy(() => import('@shared/chart/Chart'))

const tokens: Record<AnomalySeries['days'][number]['kind'], `--${string}`> = {
  UNDETERMINED: '--bar',
  USUAL: '--bar',
  HIGH: '--bad',
  LOW: '--accent',
}

/** Counts by day, alarms in another colour, and the mean of the same weekdays before them. */
export function AnomalyChart({ days }: { readonly days: AnomalySeries['days'] }) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const option = useCallback(
    () => ({
      grid: { left: 4, right: 12, top: 32, bottom: 4, containLabel: true },
      legend: legend(),
      tooltip: tooltip((value) => number(value, 1)),
      xAxis: stepAxis(days.map((one) => day(one.day))),
      yAxis: valueAxis((value) => number(value), { min: 0, minInterval: 1 }),
      series: [
        {
          type: 'bar',
          name: t('columns.count'),
          itemStyle: { color: colour('--bar') },
          data: days.map(({ count, kind }) => ({ value: count, itemStyle: { color: colour(tokens[kind]) } })),
        },
        line(
          t('columns.usual'),
          days.map(({ expected }) => expected),
          '--text',
          { showSymbol: false },
        ),
      ],
    }),
    [days, day, number, t],
  )
  return (
    <Suspense fallback={null}>
      <Chart label={t('anomalies.chart')} option={option} height="14rem" />
    </Suspense>
  )
}
