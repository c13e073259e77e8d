import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { countedMeasures, type Trends } from './queries'
import { stepsOf, useStepName } from './steps'
import { AsTable } from './AsTable'
import table from '@shared/ui/Table.module.css'

/** What the lines in the tiles show, in figures. */
export function CountTable({ trends }: { readonly trends: Trends }) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  // A refused measure is null; the steps are the same in all of them.
  const answered = countedMeasures.map((measure) => trends[measure]).find((trend) => trend !== null)
  const stepName = useStepName(answered?.grain ?? 'DAY')
  if (answered === undefined) return null
  const shown = (count: number | null | undefined) => (count == null ? '—' : number(count))
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
        {stepsOf(answered).map((step, index) => (
          <tr key={step.day}>
            <th scope="row">{stepName(step)}</th>
            {countedMeasures.map((measure) => (
              <td key={measure} className={table['number']}>
                {shown(trends[measure]?.series[0]?.points[index]?.count)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </AsTable>
  )
}
