import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Day } from './draft'

const Chart = lazy(() => import('@shared/chart/Chart'))

/** What a candidate would have opened and joined, day by day; the table below has the numbers. */
export function ReplayChart({ days }: { readonly days: readonly Day[] }) {
  const { t } = useTranslation('rules')
  const { day, number } = useFormat()
  const [opened, joined] = [t('opened'), t('joined')]
  const option = useCallback(() => {
    const text = { color: colour('--text-2'), fontSize: 11 }
    const bar = (name: string, token: `--${string}`, data: readonly number[]) => ({
      type: 'bar',
      name,
      data,
      stack: 'all',
      itemStyle: { color: colour(token) },
    })
    return {
      grid: { left: 4, right: 10, top: 32, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, textStyle: text },
      tooltip: { trigger: 'axis', confine: true, valueFormatter: (value: unknown) => number(Number(value)) },
      xAxis: { type: 'category', data: days.map((one) => day(one.day)), axisLabel: text },
      yAxis: {
        type: 'value',
        min: 0,
        minInterval: 1,
        axisLabel: text,
        splitLine: { lineStyle: { color: colour('--line') } },
      },
      series: [
        bar(
          opened,
          '--accent',
          days.map(({ openedCount }) => openedCount),
        ),
        bar(
          joined,
          '--bar',
          days.map(({ joinedCount }) => joinedCount),
        ),
      ],
    }
  }, [days, day, number, opened, joined])
  return (
    <Suspense fallback={null}>
      <Chart label={t('byDay')} option={option} height="14rem" />
    </Suspense>
  )
}
