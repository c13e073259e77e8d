import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { Period } from './period'
import { countedMeasures, type Trends } from './queries'
import { useStepName } from './steps'
import { AsTable } from './AsTable'
import table from '@shared/ui/Table.module.css'

/** What the lines in the tiles show, in figures. */
export function CountTable({ trends, period }: { readonly trends: Trends; readonly period: Period }) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  const stepName = useStepName(trends.INCIDENTS.grain, period)
  const days = (trends.INCIDENTS.series[0]?.points ?? []).map(({ day }) => day)
  return (
    <AsTable label={t('counts')}>
      <thead>
        <tr>
          <th scope="col">{t('step')}</th>
          {countedMeasures.map((measure) => (
            <th key={measure} scope="col" className={table['number']}>
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
                <td key={measure} className={table['number']}>
                  {number(trends[measure].series[0]?.points[index]?.count ?? 0)}
                </td>
              ))}
            </tr>
          ),
        )}
      </tbody>
    </AsTable>
  )
}
