import { useFormat } from '@shared/format/useFormat'
import type { TrendGrain } from '@shared/graphql/generated/graphql'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { hatching, lineOf, tooltip, withHatching } from './chartFrame'
import type { TownSeries } from './queries'
import { lacksData, stepsOf, useStepName } from './steps'
import styles from './TownChart.module.css'

const Chart = lazy(() => import('@shared/chart/Chart'))

interface Props {
  readonly name: string
  readonly points: TownSeries['points']
  readonly values: readonly (number | null)[]
  readonly grain: TrendGrain
  /** The top of the axis, which all towns share. */
  readonly max: number
}

/** One of the small charts. */
export function TownChart({ name, points, values, grain, max }: Props) {
  const { t } = useTranslation('kpis')
  const { number, day } = useFormat()
  const stepName = useStepName(grain)
  const option = useCallback(() => {
    const steps = stepsOf({ series: [{ points }] })
    const ends = [steps[0], steps.at(-1)].map((step) => (step === undefined ? '' : day(step.day)))
    return {
      grid: { left: 4, right: 4, top: 6, bottom: 18 },
      tooltip: tooltip((value) => number(value, 1), t('shared:noData')),
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: steps.map(stepName),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: colour('--line-strong') } },
        axisLabel: {
          color: colour('--text-2'),
          fontSize: 10,
          interval: (index: number) => index === 0 || index === steps.length - 1,
          formatter: (_: string, index: number) => (index === 0 ? ends[0] : ends[1]),
          alignMinLabel: 'left',
          alignMaxLabel: 'right',
        },
      },
      yAxis: withHatching({ type: 'value', min: 0, max, show: false }),
      series: [
        { ...lineOf(name, values, '--accent'), areaStyle: { color: colour('--accent-soft'), opacity: 0.8 } },
        hatching(steps.map(lacksData)),
      ],
    }
  }, [points, values, name, max, number, day, stepName, t])
  return (
    <div className={styles['chart']}>
      <Suspense fallback={null}>
        <Chart label={t('chartOf', { name })} option={option} height="5.5rem" />
      </Suspense>
    </div>
  )
}
