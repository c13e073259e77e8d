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
  // A refused measure is null; the steps are the same in all of them.
  const answered = countedMeasures.map((measure) => trends[measure]).find((trend) => trend !== null)
  const stepName = useStepName(answered?.grain ?? 'DAY', period)
  const days = (answered?.series[0]?.points ?? []).map(({ day }) => day)
  if (answered === undefined) return null
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
                  {trends[measure] === null ? '—' : number(trends[measure].series[0]?.points[index]?.count ?? 0)}
                </td>
              ))}
            </tr>
          ),
        )}
      </tbody>
    </AsTable>
  )
}
