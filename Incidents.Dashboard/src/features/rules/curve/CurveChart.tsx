import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { Point, Share } from '../queries'

const Chart = lazy(() => import('@shared/chart/Chart'))

/** Precision against the threshold, of both denominators, each with its interval, over the alerts that stay. The table has the numbers. */
export function CurveChart({ points }: { readonly points: readonly Point[] }) {
  const { t } = useTranslation('rules')
  const { number, percent } = useFormat()
  const names = [t('columns.ofDecided'), t('columns.ofAll'), t('columns.remaining')] as const
  const [ofDecided, ofAll, remaining] = names
  const option = useCallback(() => {
    const text = { color: colour('--text-2'), fontSize: 11 }
    const values = (shareOf: (point: Point) => Share | null | undefined, of: (share: Share) => number) =>
      points.map((point) => {
        const share = shareOf(point)
        return share == null ? null : of(share)
      })
    const line = (
      name: string,
      token: `--${string}`,
      shareOf: (point: Point) => Share | null | undefined,
      type: string,
    ) => {
      // An interval is a transparent line at its lower end and an area above it.
      const edge = (data: readonly (number | null)[], opacity: number) => ({
        type: 'line',
        name: `${name} `,
        data,
        stack: name,
        symbol: 'none',
        silent: true,
        tooltip: { show: false },
        lineStyle: { width: 0 },
        areaStyle: { color: colour(token), opacity },
      })
      return [
        edge(
          values(shareOf, ({ lowShare }) => lowShare),
          0,
        ),
        edge(
          values(shareOf, ({ lowShare, highShare }) => highShare - lowShare),
          0.14,
        ),
        {
          type: 'line',
          name,
          data: values(shareOf, ({ share }) => share),
          symbolSize: 5,
          lineStyle: { width: 2, type, color: colour(token) },
          itemStyle: { color: colour(token) },
        },
      ]
    }
    return {
      grid: { left: 4, right: 10, top: 34, bottom: 4, containLabel: true },
      legend: { type: 'scroll', top: 0, left: 0, data: [ofDecided, ofAll, remaining], textStyle: text },
      tooltip: {
        trigger: 'axis',
        confine: true,
        valueFormatter: (value: unknown) =>
          typeof value !== 'number' ? '—' : value <= 1 ? percent(value, 1) : number(value),
      },
      xAxis: { type: 'category', data: points.map(({ threshold }) => percent(threshold)), axisLabel: text },
      yAxis: [
        {
          type: 'value',
          min: 0,
          max: 1,
          axisLabel: { ...text, formatter: (value: number) => percent(value) },
          splitLine: { lineStyle: { color: colour('--line') } },
        },
        {
          type: 'value',
          min: 0,
          axisLabel: { ...text, formatter: (value: number) => number(value) },
          splitLine: { show: false },
        },
      ],
      series: [
        {
          type: 'bar',
          name: remaining,
          yAxisIndex: 1,
          data: points.map(({ alertCount }) => alertCount),
          itemStyle: { color: colour('--neutral-soft') },
          tooltip: { valueFormatter: (value: unknown) => number(Number(value)) },
        },
        ...line(ofDecided, '--accent', (point) => point.ofDecided, 'solid'),
        ...line(ofAll, '--good', (point) => point.ofAll, 'dashed'),
      ],
    }
  }, [points, number, percent, ofDecided, ofAll, remaining])
  return (
    <Suspense fallback={null}>
      <Chart label={t('curveShows')} option={option} height="18rem" />
    </Suspense>
  )
}
