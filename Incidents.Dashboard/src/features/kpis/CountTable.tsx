import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { Period } from './period'
import { countedMeasures, type Trends } from './queries'
import { useStepName } from './steps'

/** What the lines in the tiles show, in figures. */
export function CountTable({ trends, period }: { readonly trends: Trends; readonly period: Period }) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  const stepName = useStepName(trends.INCIDENTS.grain, period)
  const days = (trends.INCIDENTS.series[0]?.points ?? []).map(({ day }) => day)
  return (
    <details className="kpi-table">
      <summary>{t('asTable')}</summary>
      {/* What scrolls must be within reach of the keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className="table-frame" tabIndex={0} role="group" aria-label={t('counts')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('step')}</th>
              {countedMeasures.map((measure) => (
                <th key={measure} scope="col" className="number">
                  {t(`measures.${measure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map((day, index) =>
              day == null ? null : (
                <tr key={day}>
                  <th scope="row">{stepName(day)}</th>
                  {countedMeasures.map((measure) => (
                    <td key={measure} className="number">
                      {number(trends[measure].series[0]?.points[index]?.count ?? 0)}
                    </td>
                  ))}
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </details>
  )
}
