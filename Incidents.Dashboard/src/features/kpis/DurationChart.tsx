import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/map/baseStyle'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { isWhole, type Period } from './period'
import type { DurationSeries } from './queries'
import { markEvery, useStepName } from './steps'

const Chart = lazy(() => import('@shared/chart/Chart'))

interface Props {
  readonly name: string
  readonly series: DurationSeries
  readonly period: Period
}

/** Median and 90th percentile step by step, and the target. Steps of which there is only a part, or too few, are left out. */
export function DurationChart({ name, series, period }: Props) {
  const { t } = useTranslation('kpis')
  const { day, seconds } = useFormat()
  const stepName = useStepName(series.grain, period)
  const option = useCallback(() => {
    const shown = series.points.map((point) =>
      isWhole(point.day, series.grain, period) && !point.tooFew ? point.durations : null,
    )
    const largest = Math.max(series.targetSeconds, ...shown.map((durations) => durations?.p90Seconds ?? 0))
    const every = markEvery(largest)
    const axisText = { color: colour('--text-2'), fontSize: 11 }
    const line = (label: string, values: (number | null)[], style: object) => ({
      type: 'line',
      name: label,
      data: values,
      symbolSize: 5,
      showSymbol: values.filter((value) => value !== null).length < 8,
      ...style,
    })
    return {
      grid: { left: 4, right: 10, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        confine: true,
        backgroundColor: colour('--surface'),
        borderColor: colour('--line'),
        textStyle: { color: colour('--text'), fontSize: 12 },
        valueFormatter: (value: unknown) => (typeof value === 'number' ? seconds(value) : '—'),
      },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: series.points.map((point) => stepName(point.day)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colour('--line-strong') } },
        axisLabel: {
          ...axisText,
          interval: (index: number) => index === 0 || index === series.points.length - 1,
          formatter: (_: string, index: number) => day(series.points[index]?.day ?? ''),
          alignMinLabel: 'left',
          alignMaxLabel: 'right',
        },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: every * Math.ceil(largest / every),
        interval: every,
        axisLabel: { ...axisText, formatter: (value: number) => (value === 0 ? '0' : seconds(value)) },
        splitLine: { lineStyle: { color: colour('--line') } },
      },
      series: [
        {
          ...line(
            t('median'),
            shown.map((durations) => durations?.medianSeconds ?? null),
            { lineStyle: { width: 2.5, color: colour('--accent') }, itemStyle: { color: colour('--accent') } },
          ),
          markLine: {
            silent: true,
            symbol: 'none',
            label: { show: false },
            lineStyle: { type: 'dotted', width: 2, color: colour('--warn') },
            data: [{ yAxis: series.targetSeconds }],
          },
        },
        line(
          t('p90'),
          shown.map((durations) => durations?.p90Seconds ?? null),
          {
            lineStyle: { width: 2, type: 'dashed', color: colour('--text-2') },
            itemStyle: { color: colour('--text-2') },
          },
        ),
      ],
    }
  }, [series, period, day, seconds, stepName, t])
  return (
    <div className="kpi-chart">
      <Suspense fallback={null}>
        <Chart label={t('chartOf', { name })} option={option} height="9rem" />
      </Suspense>
      <ul className="kpi-legend" aria-hidden="true">
        <li data-line="median">{t('median')}</li>
        <li data-line="p90">{t('p90')}</li>
        <li data-line="target">{t('targetLine')}</li>
      </ul>
    </div>
  )
}
