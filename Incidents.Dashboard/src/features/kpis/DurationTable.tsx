import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { Period } from './period'
import type { DurationSeries } from './queries'
import { useStepName } from './steps'

interface Props {
  readonly name: string
  readonly series: DurationSeries
  readonly period: Period
}

/** What the chart shows, and what it leaves out, in figures. */
export function DurationTable({ name, series, period }: Props) {
  const { t } = useTranslation('kpis')
  const { number, percent, seconds } = useFormat()
  const stepName = useStepName(series.grain, period)
  return (
    <details className="kpi-table">
      <summary>{t('asTable')}</summary>
      {/* What scrolls must be within reach of the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="table-frame" tabIndex={0} role="group" aria-label={t('chartOf', { name })}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('step')}</th>
              <th scope="col" className="number">
                {t('sampleSize')}
              </th>
              <th scope="col" className="number">
                {t('median')}
              </th>
              <th scope="col" className="number">
                {t('p90')}
              </th>
              <th scope="col" className="number">
                {t('withinTarget')}
              </th>
            </tr>
          </thead>
          <tbody>
            {series.points.map(({ day, tooFew, durations }) => (
              <tr key={day}>
                <th scope="row">{stepName(day)}</th>
                <td className="number">{number(durations.sampleSize)}</td>
                <td className="number">{durations.medianSeconds == null ? '—' : seconds(durations.medianSeconds)}</td>
                <td className="number">
                  {tooFew ? t('tooFew') : durations.p90Seconds == null ? '—' : seconds(durations.p90Seconds)}
                </td>
                <td className="number">
                  {tooFew
                    ? t('tooFew')
                    : durations.shareWithinTarget == null
                      ? '—'
                      : percent(durations.shareWithinTarget)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
