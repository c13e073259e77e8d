import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { hatching, tooltip, withHatching } from './chartFrame'
import { barsOf } from './nowcast'
import type { NowcastPoint } from './queries'
import { useStepName } from './steps'
import styles from './Nowcast.module.css'

const Chart = lazy(() => import('@shared/chart/Chart'))

interface Props {
  readonly points: readonly NowcastPoint[]
  readonly isEstimated: boolean
}

// Intervals are stacked bars of which the lower one is invisible; all bars of a week are over each other.
const floating = (name: string, base: readonly (number | null)[], height: readonly (number | null)[], look: object) => [
  {
    type: 'bar',
    stack: name,
    silent: true,
    tooltip: { show: false },
    barGap: '-100%',
    data: base,
    itemStyle: { color: 'transparent' },
  },
  { type: 'bar', stack: name, silent: true, tooltip: { show: false }, barGap: '-100%', data: height, ...look },
]

/** The published counts of weeks as bars, with the estimates and their intervals over them. */
export function NowcastChart({ points, isEstimated }: Props) {
  const { t } = useTranslation('kpis')
  const { day, number } = useFormat()
  const stepName = useStepName('WEEK')
  const option = useCallback(() => {
    const { counts, lacksData, estimates, outer, inner } = barsOf(points)
    const axisText = { color: colour('--text-2'), fontSize: 11 }
    const whole = { isCut: false, daysCounted: 7, daysCovered: 7, daysInStep: 7 }
    const names = points.map((point) => stepName({ day: point.day, ...whole }))
    const accent = (opacity: number) => ({ itemStyle: { color: colour('--accent'), opacity } })
    return {
      grid: { left: 4, right: 10, top: 12, bottom: 4, containLabel: true },
      tooltip: tooltip((value) => number(value, 1), t('shared:noData')),
      xAxis: [
        {
          type: 'category',
          data: names,
          axisTick: { show: false },
          axisLine: { lineStyle: { color: colour('--line-strong') } },
          axisLabel: {
            ...axisText,
            interval: (index: number) => index === 0 || index === points.length - 1,
            formatter: (_: string, index: number) => day(points[index]?.day ?? ''),
            alignMinLabel: 'left',
            alignMaxLabel: 'right',
          },
        },
        { type: 'category', data: names, show: false },
      ],
      yAxis: withHatching({
        type: 'value',
        min: 0,
        minInterval: 1,
        splitNumber: 3,
        axisLabel: { ...axisText, formatter: (value: number) => number(value) },
        splitLine: { lineStyle: { color: colour('--line') } },
      }),
      series: [
        {
          type: 'bar',
          name: t('published'),
          barGap: '-100%',
          barWidth: '60%',
          data: counts,
          itemStyle: { color: colour('--bar') },
        },
        ...(isEstimated
          ? [
              ...floating('outer', outer.base, outer.height, { ...accent(0.28), barWidth: '60%' }),
              ...floating('inner', inner.base, inner.height, { ...accent(0.4), barWidth: '60%' }),
              {
                type: 'line',
                name: t('estimated'),
                data: estimates,
                symbol: 'rect',
                symbolSize: [18, 3],
                showSymbol: true,
                lineStyle: { width: 0 },
                itemStyle: { color: colour('--text') },
              },
            ]
          : []),
        // On an axis of its own: bars of one axis are laid out together.
        { ...hatching(lacksData), xAxisIndex: 1 },
      ],
    }
  }, [points, isEstimated, stepName, day, number, t])
  return (
    <div className={styles['chart']}>
      <Suspense fallback={null}>
        <Chart label={t('weeksChart')} option={option} height="11rem" />
      </Suspense>
      <ul className={styles['legend']} aria-hidden="true">
        <li>{t('published')}</li>
        {isEstimated ? (
          <>
            <li data-mark="estimate">{t('estimated')}</li>
            <li data-mark="inner">{t('interval80')}</li>
            <li data-mark="outer">{t('interval95')}</li>
          </>
        ) : null}
      </ul>
    </div>
  )
}
