import { useFormat } from '@shared/format/useFormat'
import { NoData } from '@shared/ui/NoData'
import { useTranslation } from 'react-i18next'
import type { DurationSeries } from './queries'
import { useStepName } from './steps'
import { AsTable } from './AsTable'
import table from '@shared/ui/Table.module.css'

interface Props {
  readonly name: string
  readonly series: DurationSeries
}

const hasNone = ({ daysCounted, daysCovered }: { readonly daysCounted: number; readonly daysCovered: number }) =>
  daysCounted > 0 && daysCovered === 0

/** What the chart shows, and what it leaves out, in figures. */
export function DurationTable({ name, series }: Props) {
  const { t } = useTranslation('kpis')
  const { number, percent, seconds } = useFormat()
  const stepName = useStepName(series.grain)
  return (
    <AsTable label={t('chartOf', { name })}>
      <thead>
        <tr>
          <th scope="col">{t('step')}</th>
          <th scope="col" className={table['number']}>
            {t('sampleSize')}
          </th>
          <th scope="col" className={table['number']}>
            {t('median')}
          </th>
          <th scope="col" className={table['number']}>
            {t('p90')}
          </th>
          <th scope="col" className={table['number']}>
            {t('withinTarget')}
          </th>
        </tr>
      </thead>
      <tbody>
        {series.points.map(({ durations, isTooFew, ...step }) => (
          <tr key={step.day}>
            <th scope="row">{stepName(step)}</th>
            <td className={table['number']}>{hasNone(step) ? <NoData /> : number(durations.count)}</td>
            <td className={table['number']}>
              {durations.medianSeconds == null ? '—' : seconds(durations.medianSeconds)}
            </td>
            <td className={table['number']}>
              {hasNone(step)
                ? '—'
                : isTooFew
                  ? t('tooFew')
                  : durations.p90Seconds == null
                    ? '—'
                    : seconds(durations.p90Seconds)}
            </td>
            <td className={table['number']}>
              {hasNone(step)
                ? '—'
                : isTooFew
                  ? t('tooFew')
                  : durations.shareWithinTarget == null
                    ? '—'
                    : percent(durations.shareWithinTarget)}
            </td>
          </tr>
        ))}
      </tbody>
    </AsTable>
  )
}
