import { useFormat } from '@shared/format/useFormat'
import { NoData } from '@shared/ui/NoData'
import { useTranslation } from 'react-i18next'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Basis } from '../queries'
import { AnomalyChart } from './AnomalyChart'
import type { AnomalySeries } from './queries'

interface Props {
  readonly basis: Basis
  readonly series: AnomalySeries
  readonly asOf: string | null
}

type Day = AnomalySeries['days'][number]

/** Days as bars with what was expected, and each day with its p. */
export function AnomalyView({ basis, series, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const facts = factsOf(basis, asOf)
  const columns: readonly Column<Day>[] = [
    { key: 'day', label: t('columns.day'), value: (one) => one.day, show: (one) => day(one.day) },
    {
      key: 'count',
      label: t('columns.count'),
      value: ({ count }) => count,
      show: ({ count }) => (count === null ? <NoData /> : number(count)),
    },
    { key: 'expected', label: t('columns.usual'), value: ({ expected }) => expected, digits: 1 },
    { key: 'dispersion', label: t('columns.dispersion'), value: ({ dispersion }) => dispersion, digits: 2 },
    { key: 'pHigh', label: t('columns.pHigh'), value: ({ pHigh }) => pHigh, digits: 4 },
    { key: 'pLow', label: t('columns.pLow'), value: ({ pLow }) => pLow, digits: 4 },
    {
      key: 'kind',
      label: t('columns.result'),
      value: ({ kind }) => kind,
      show: ({ kind }) => t(`anomalyKinds.${kind}`),
    },
  ]
  return (
    <ResultPanel title={t('names.anomalies')}>
      <Remark>
        {t('anomalies.found', {
          count: series.alarms,
          judged: number(series.judged),
          expected: number(series.expectedFalseAlarms, 1),
        })}
      </Remark>
      {series.isTooFew ? <Remark warn>{t('anomalies.tooFew')}</Remark> : null}
      <AnomalyChart days={series.days} />
      <ResultTable
        label={t('names.anomalies')}
        name="anomalies"
        facts={facts}
        columns={columns}
        rows={[...series.days].reverse()}
        keyOf={(one) => one.day}
        empty={t('noRows')}
      />
      <ResultBasis basis={basis} observations={t('observations.days')} asOf={asOf} />
    </ResultPanel>
  )
}
