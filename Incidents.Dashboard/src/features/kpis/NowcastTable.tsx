import { useFormat } from '@shared/format/useFormat'
import { NoData } from '@shared/ui/NoData'
import { useTranslation } from 'react-i18next'
import { AsTable } from './AsTable'
import type { NowcastPoint } from './queries'
import table from '@shared/ui/Table.module.css'

interface Props {
  readonly points: readonly NowcastPoint[]
  readonly isEstimated: boolean
}

/** Published counts and estimates in figures. */
export function NowcastTable({ points, isEstimated }: Props) {
  const { t } = useTranslation('kpis')
  const { day, number, percent } = useFormat()
  const span = (low: number | null, high: number | null) =>
    low === null || high === null ? '—' : t('interval', { low: number(low), high: number(high) })
  return (
    <AsTable label={t('weeksChart')}>
      <thead>
        <tr>
          <th scope="col">{t('step')}</th>
          <th scope="col" className={table['number']}>
            {t('published')}
          </th>
          {isEstimated
            ? [t('estimated'), t('interval80'), t('interval95'), t('stillExpected')].map((name) => (
                <th key={name} scope="col" className={table['number']}>
                  {name}
                </th>
              ))
            : null}
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.day}>
            <th scope="row">
              {t('weekOf', { day: day(point.day) })}
              {point.status === 'NOT_OVER' ? ` (${t('notOver')})` : ''}
            </th>
            <td className={table['number']}>{point.count === null ? <NoData /> : number(point.count)}</td>
            {isEstimated ? (
              <>
                <td className={table['number']}>{point.estimate === null ? '—' : number(point.estimate, 1)}</td>
                <td className={table['number']}>{span(point.low80, point.high80)}</td>
                <td className={table['number']}>{span(point.low95, point.high95)}</td>
                <td className={table['number']}>{point.expectedShare === null ? '—' : percent(point.expectedShare)}</td>
              </>
            ) : null}
          </tr>
        ))}
      </tbody>
    </AsTable>
  )
}
