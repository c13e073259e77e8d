import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { line, stepAxis, tooltip, valueAxis } from '../frame/chart'
import type { Step } from './steps'

const Chart = lazy(() => import('@shared/chart/Chart'))

interface Props {
  readonly steps: readonly Step[]
  readonly seasonNames: readonly string[]
}

const rem = 16
const partHeight = 116
const gap = 34

/** Counts with their trend, each season, and the remainder, above each other on one axis of time. */
export function DecompositionChart({ steps, seasonNames }: Props) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const parts = 2 + seasonNames.length
  const option = useCallback(() => {
    const names = steps.map(({ step }) =>
      step.length > 10 ? `${day(step.slice(0, 10))} ${step.slice(11)}:00` : day(step),
    )
    const titles = [t('decomposition.countsAndTrend'), ...seasonNames, t('columns.remainder')]
    const indexes = titles.map((_, index) => index)
    const on = (index: number) => ({ xAxisIndex: index, yAxisIndex: index, showSymbol: false })
    return {
      grid: indexes.map((index) => ({
        left: 44,
        right: 12,
        top: gap + index * (partHeight + gap),
        height: partHeight - 14,
      })),
      tooltip: tooltip((value) => number(value, 1)),
      axisPointer: { link: [{ xAxisIndex: 'all' }] },
      xAxis: indexes.map((index) =>
        stepAxis(names, { gridIndex: index, ...(index + 1 === parts ? {} : { axisLabel: { show: false } }) }),
      ),
      yAxis: indexes.map((index) =>
        valueAxis((value) => number(value, 1), {
          gridIndex: index,
          name: titles[index],
          nameLocation: 'end',
          nameGap: 10,
          nameTextStyle: { color: colour('--text-2'), fontSize: 11, align: 'left' },
          ...(index === 0 ? { min: 0 } : {}),
        }),
      ),
      series: [
        line(
          t('columns.count'),
          steps.map(({ count }) => count),
          '--line-strong',
          {
            ...on(0),
            lineStyle: { width: 1, color: colour('--line-strong') },
          },
        ),
        line(
          t('columns.trend'),
          steps.map(({ trend }) => trend),
          '--accent',
          on(0),
        ),
        ...seasonNames.map((name, index) =>
          line(
            name,
            steps.map(({ seasons }) => seasons[index] ?? null),
            '--good',
            {
              ...on(index + 1),
              lineStyle: { width: 1.2, color: colour('--good') },
            },
          ),
        ),
        {
          type: 'bar',
          name: t('columns.remainder'),
          data: steps.map(({ remainder }) => remainder),
          xAxisIndex: parts - 1,
          yAxisIndex: parts - 1,
          itemStyle: { color: colour('--bar') },
        },
      ],
    }
  }, [steps, seasonNames, parts, day, number, t])
  return (
    <Suspense fallback={null}>
      <Chart
        label={t('decomposition.chart')}
        option={option}
        height={`${(gap + parts * (partHeight + gap)) / rem}rem`}
      />
    </Suspense>
  )
}
