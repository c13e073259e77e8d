import { useFormat } from '@shared/format/useFormat'
import { colour } from '@shared/theme/colour'
import { Suspense, lazy, useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { chartFrame, dotsOf, hatching, lineOf } from './chartFrame'
import type { Line } from './search'
import { wantedShare } from './judgement'
import type { DurationSeries } from './queries'
import { lacksData, markEvery, useStepName } from './steps'
import styles from './DurationChart.module.css'

const Chart = lazy(() => import('@shared/chart/Chart'))

type Point = DurationSeries['points'][number]

const isFew = ({ isCut, isTooFew, durations }: Point) => !isCut && isTooFew && durations.count > 0

interface Props {
  readonly name: string
  readonly series: DurationSeries
  readonly line: Line
}

/**
 * Step by step: the share within the target, or median and 90th percentile.
 *
 * Steps of which not all days are counted are left out. Those with too few durations are hollow dots and not part of the line, and have
 * no 90th percentile. Steps without data are hatched.
 */
export function DurationChart({ name, series, line }: Props) {
  const { t } = useTranslation('kpis')
  const { day, percent, seconds } = useFormat()
  const stepName = useStepName(series.grain)
  const option = useCallback(() => {
    const shown = series.points.map((point) => (point.isCut || point.isTooFew ? null : point.durations))
    const few = series.points.map((point) => (point.isCut || !point.isTooFew ? null : point.durations))
    const target = (at: number) => ({
      silent: true,
      symbol: 'none',
      label: { show: false },
      lineStyle: { type: 'dotted', width: 2, color: colour('--warn') },
      data: [{ yAxis: at }],
    })
    const noData = hatching(series.points.map(lacksData))
    const frame = {
      names: series.points.map(stepName),
      ends: [series.points[0], series.points.at(-1)].map((point) => (point === undefined ? '' : day(point.day))),
    }
    if (line === 'share')
      return {
        ...chartFrame({ ...frame, write: (share) => percent(share), max: 1, every: 0.5 }),
        series: [
          {
            ...lineOf(
              t('withinTarget'),
              shown.map((durations) => durations?.shareWithinTarget ?? null),
              '--accent',
            ),
            areaStyle: { color: colour('--accent-soft'), opacity: 0.8 },
            markLine: target(wantedShare),
          },
          dotsOf(
            t('fewTimed'),
            few.map((durations) => durations?.shareWithinTarget ?? null),
          ),
          noData,
        ],
      }
    const largest = Math.max(
      series.targetSeconds,
      ...shown.map((durations) => durations?.p90Seconds ?? 0),
      ...few.map((durations) => durations?.medianSeconds ?? 0),
    )
    const every = markEvery(largest)
    return {
      ...chartFrame({ ...frame, write: seconds, max: every * Math.ceil(largest / every), every }),
      series: [
        {
          ...lineOf(
            t('median'),
            shown.map((durations) => durations?.medianSeconds ?? null),
            '--accent',
          ),
          markLine: target(series.targetSeconds),
        },
        lineOf(
          t('p90'),
          shown.map((durations) => durations?.p90Seconds ?? null),
          '--text-2',
          'dashed',
        ),
        dotsOf(
          t('fewTimed'),
          few.map((durations) => durations?.medianSeconds ?? null),
        ),
        noData,
      ],
    }
  }, [series, line, day, percent, seconds, stepName, t])
  return (
    <div className={styles['chart']}>
      <Suspense fallback={null}>
        <Chart label={t('chartOf', { name })} option={option} height="9rem" />
      </Suspense>
      <ul className={styles['legend']} aria-hidden="true">
        {series.points.some(isFew) ? <li data-line="few">{t('fewTimed')}</li> : null}
        {line === 'share' ? (
          <>
            <li>{t('withinTarget')}</li>
            <li data-line="target">{t('wanted', { share: percent(wantedShare) })}</li>
          </>
        ) : (
          <>
            <li>{t('median')}</li>
            <li data-line="p90">{t('p90')}</li>
            <li data-line="target">{t('targetLine')}</li>
          </>
        )}
      </ul>
    </div>
  )
}
