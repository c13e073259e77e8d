import Chart from '@shared/chart/Chart'
import { colour } from '@shared/map/baseStyle'
import { useShownTheme } from '@shared/theme/theme'
import type { EChartsType } from 'echarts/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useWeekdays } from './useWeekdays'
import { countColours } from '../colours/scale'
import type { Hours, WeekHour } from './hours'

interface Props {
  readonly week: readonly WeekHour[]
  readonly chosen: Hours | undefined
  readonly onChoose: (hours: Hours | undefined) => void
}

interface BrushEnd {
  readonly areas: readonly { readonly coordRange?: readonly [readonly [number, number], readonly [number, number]] }[]
}

/** Seven days of 24 hours, from which a rectangle is brushed. */
export default function HoursChart({ week, chosen, onChoose }: Props) {
  const { t } = useTranslation('crime-map')
  const weekdays = useWeekdays()
  const theme = useShownTheme()
  const [chart, setChart] = useState<EChartsType>()
  const choose = useRef(onChoose)
  useEffect(() => {
    choose.current = onChoose
  })

  const ready = useCallback((made: EChartsType) => {
    setChart(made)
    made.on('brushEnd', (event) => {
      const range = (event as BrushEnd).areas[0]?.coordRange
      if (!range) {
        choose.current(undefined)
        return
      }
      const [[firstHour, lastHour], [firstRow, lastRow]] = range
      choose.current({
        hours: [Math.max(0, firstHour), Math.min(23, lastHour)],
        days: [Math.max(0, firstRow) + 1, Math.min(6, lastRow) + 1],
      })
    })
  }, [])

  const option = useCallback(
    () => ({
      grid: { left: 34, right: 4, top: 4, bottom: 22 },
      aria: { enabled: false },
      xAxis: {
        type: 'category',
        data: Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
        axisLabel: { color: colour('--text-2'), fontSize: 11, interval: 5 },
        axisTick: { show: false },
        axisLine: { show: false },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: weekdays,
        axisLabel: { color: colour('--text-2'), fontSize: 11, interval: 0 },
        axisTick: { show: false },
        axisLine: { show: false },
      },
      visualMap: {
        show: false,
        min: 0,
        max: Math.max(1, ...week.map(({ count }) => count ?? 0)),
        inRange: { color: countColours(9, theme).map((rgb) => `rgb(${rgb.join(',')})`) },
      },
      brush: {
        xAxisIndex: 0,
        yAxisIndex: 0,
        brushStyle: { color: 'transparent', borderColor: colour('--text'), borderWidth: 2 },
      },
      tooltip: {
        renderMode: 'richText',
        formatter: ({ value: [hour, day, count] }: { value: [number, number, number | '-'] }) =>
          `${weekdays[day] ?? ''} ${String(hour).padStart(2, '0')}:00 · ${count === '-' ? t('noDataShort') : count}`,
      },
      series: [
        {
          type: 'heatmap',
          data: week.map(({ weekday, hour, count }) => [hour, weekday - 1, count ?? '-']),
          itemStyle: { borderColor: colour('--surface'), borderWidth: 1 },
          emphasis: { disabled: true },
        },
      ],
    }),
    [week, weekdays, theme, t],
  )

  useEffect(() => {
    if (!chart || chart.isDisposed()) return
    chart.dispatchAction({
      type: 'takeGlobalCursor',
      key: 'brush',
      brushOption: { brushType: 'rect', brushMode: 'single' },
    })
    chart.dispatchAction({
      type: 'brush',
      areas: chosen
        ? [
            {
              brushType: 'rect',
              xAxisIndex: 0,
              yAxisIndex: 0,
              coordRange: [[...chosen.hours], [chosen.days[0] - 1, chosen.days[1] - 1]],
            },
          ]
        : [],
    })
  }, [chart, chosen, option])

  return <Chart label={t('hoursChart')} option={option} height="9.5rem" onReady={ready} />
}
