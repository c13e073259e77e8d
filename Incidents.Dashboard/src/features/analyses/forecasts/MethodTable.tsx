import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { ExportFacts } from '../frame/facts'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { MethodRow } from './queries'

interface Props {
  readonly label: string
  readonly name: string
  readonly facts: ExportFacts
  readonly methods: readonly MethodRow[]
}

/** The methods over the same periods, each against last period's cells. */
export function MethodTable({ label, name, facts, methods }: Props) {
  const { t } = useTranslation('analyses')
  const { number, percent } = useFormat()
  const within = (
    value: number | null,
    low: number | null,
    high: number | null,
    write: (value: number) => string,
  ): string =>
    value === null
      ? '—'
      : low === null || high === null
        ? write(value)
        : t('valueWithInterval', { value: write(value), low: write(low), high: write(high) })
  const two = (value: number) => number(value, 2)
  const columns: readonly Column<MethodRow>[] = [
    {
      key: 'method',
      label: t('basis.method'),
      value: ({ method }) => method,
      show: ({ method }) => t(`forecastMethods.${method}`),
    },
    { key: 'hits', label: t('columns.hits'), value: ({ hits }) => hits, digits: 1 },
    { key: 'count', label: t('columns.occurred'), value: ({ count, outsideArea }) => count + outsideArea },
    {
      key: 'hitRate',
      label: t('columns.hitRate'),
      value: ({ hitRate }) => hitRate,
      show: (row) => within(row.hitRate, row.hitRateLow, row.hitRateHigh, (value) => percent(value, 1)),
    },
    {
      key: 'pai',
      label: 'PAI',
      value: ({ pai }) => pai,
      show: (row) => within(row.pai, row.paiLow, row.paiHigh, two),
    },
    { key: 'meanPei', label: 'PEI', value: ({ meanPei }) => meanPei, digits: 2 },
    {
      key: 'moreHitsPerPeriod',
      label: t('columns.moreHits'),
      value: ({ moreHitsPerPeriod }) => moreHitsPerPeriod,
      show: (row) => within(row.moreHitsPerPeriod, row.moreHitsLow, row.moreHitsHigh, two),
    },
    {
      key: 'againstLastPeriod',
      label: t('columns.againstBaseline'),
      value: ({ againstLastPeriod }) => againstLastPeriod,
      show: ({ againstLastPeriod }) => t(`baselines.${againstLastPeriod}`),
    },
    {
      key: 'periods',
      label: t('columns.betterWorse'),
      value: (row) => `${row.betterThanLastPeriod}/${row.worseThanLastPeriod}/${row.sameAsLastPeriod}`,
    },
  ]
  return (
    <ResultTable
      label={label}
      name={name}
      facts={facts}
      columns={columns}
      rows={methods}
      keyOf={({ method }) => method}
      empty={t('noRows')}
    />
  )
}
