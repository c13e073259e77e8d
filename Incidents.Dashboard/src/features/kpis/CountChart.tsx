import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { hatching, lineOf, tooltip, withHatching } from './chartFrame'
import type { CountSeries } from './queries'
import { lacksData, stepsOf, useStepName } from './steps'
import styles from './CountChart.module.css'

const Chart = lazy(() => import('@shared/chart/Chart'))

interface Props {
  readonly name: string
  readonly series: CountSeries
}

/** A count step by step, from zero. Steps of which not all days are counted are left out, and hatched where there are no data. */
export function CountChart({ name, series }: Props) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  const stepName = useStepName(series.grain)
  const option = useCallback(() => {
    const points = stepsOf(series)
    const counts = points.map(({ count, isCut }) => (isCut ? null : count))
    return {
      grid: { left: 4, right: 4, top: 6, bottom: 4 },
      tooltip: tooltip(number),
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: points.map(stepName),
        axisTick: { show: false },
        axisLabel: { show: false },
        axisLine: { lineStyle: { color: colour('--line') } },
      },
      yAxis: withHatching({ type: 'value', min: 0, show: false }),
      series: [
        { ...lineOf(name, counts, '--accent'), areaStyle: { color: colour('--accent-soft'), opacity: 0.8 } },
        hatching(points.map(lacksData)),
      ],
    }
  }, [series, name, number, stepName])
  return (
    <div className={styles['spark']}>
      <Suspense fallback={null}>
        <Chart label={t('chartOf', { name })} option={option} height="3.25rem" />
      </Suspense>
    </div>
  )
}
