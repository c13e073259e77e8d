import { useFormat } from '@shared/format/useFormat'
import { NoData } from '@shared/ui/NoData'
import { useTranslation } from 'react-i18next'
import type { CountedMeasure } from './measures'
import type { CountSeries, Trends } from './queries'
import { stepsOf, useStepName } from './steps'
import { AsTable } from './AsTable'
import table from '@shared/ui/Table.module.css'

interface Props {
  readonly trends: Trends
  readonly measures: readonly CountedMeasure[]
}

/** What the lines in the tiles show, in figures. */
export function CountTable({ trends, measures }: Props) {
  const { t } = useTranslation('kpis')
  // A refused measure is null; the steps are the same in all of them.
  const answered = measures.map((measure) => trends[measure]).find((trend) => trend !== null)
  const stepName = useStepName(answered?.grain ?? 'DAY')
  if (answered === undefined) return null
  return (
    <AsTable label={t('counts')}>
      <thead>
        <tr>
          <th scope="col">{t('step')}</th>
          {measures.map((measure) => (
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
            {measures.map((measure) => (
              <td key={measure} className={table['number']}>
                {trends[measure] === null ? '—' : <Figure point={trends[measure].series[0]?.points[index]} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </AsTable>
  )
}

function Figure({ point }: { readonly point: CountSeries['series'][number]['points'][number] | undefined }) {
  const { number } = useFormat()
  return point?.count == null ? <NoData isCovered={(point?.daysCovered ?? 0) > 0} /> : number(point.count)
}
