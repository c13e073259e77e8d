import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Basis } from '@shared/ui/Basis'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { AnalysesSearch } from '../search'
import { atShare } from './plans'
import type { ForecastRow } from './queries'

interface Props {
  readonly rows: readonly ForecastRow[]
  readonly all: number
  readonly town: string
  readonly chosen: string | undefined
  readonly asOf: string | null
  readonly seal: ReactNode
  readonly linkTo: (id: string) => AnalysesSearch
}

/** All sealed forecasts of a town with their scores, good, bad and missed. */
export function ForecastList({ rows, all, town, chosen, asOf, seal, linkTo }: Props) {
  const { t } = useTranslation('analyses')
  const { day, number, moment } = useFormat()
  const { categoryName } = useCatalogue()
  const period = ({ from, until }: ForecastRow['terms']) => `${day(from)} – ${day(addDays(until, -1))}`
  const best = ({ score }: ForecastRow) => atShare(score?.shares, 0.01)
  const columns: readonly Column<ForecastRow>[] = [
    {
      key: 'from',
      label: t('columns.period'),
      value: ({ terms }) => terms.from,
      show: ({ id, isMissed, terms }) =>
        isMissed ? (
          period(terms)
        ) : (
          <Link
            to="/analyses"
            search={linkTo(id)}
            aria-current={id === chosen ? 'true' : undefined}
            aria-label={`${t(`forecastMethods.${terms.method}`)}, ${period(terms)}`}
          >
            {period(terms)}
          </Link>
        ),
    },
    { key: 'id', label: 'ID', value: ({ id }) => id, isOnlySaved: true },
    {
      key: 'category',
      label: t('columns.what'),
      value: ({ terms }) => terms.category,
      show: ({ terms }) => (terms.category === null ? t('allCategories') : categoryName(terms.category)),
    },
    {
      key: 'method',
      label: t('basis.method'),
      value: ({ terms }) => terms.method,
      show: ({ terms }) => t(`forecastMethods.${terms.method}`),
    },
    {
      key: 'state',
      label: t('columns.state'),
      value: ({ isMissed, score }) => (isMissed ? 'missed' : score === null ? 'sealed' : 'scored'),
      show: ({ isMissed, score, sealedAt }) =>
        isMissed ? (
          <Badge tone="bad">{t('forecasts.missed')}</Badge>
        ) : score === null ? (
          <Badge tone="accent">{t('forecasts.sealedAt', { moment: moment(sealedAt ?? '') })}</Badge>
        ) : (
          <Badge tone="good">{t('forecasts.scoredAsOf', { day: day(score.asKnownOn) })}</Badge>
        ),
    },
    { key: 'expected', label: t('columns.expected'), value: ({ expected }) => expected, digits: 1 },
    { key: 'count', label: t('columns.occurred'), value: ({ score }) => score?.count ?? null },
    { key: 'hits', label: t('columns.hits'), value: (row) => best(row)?.hits ?? null, digits: 1 },
    { key: 'pai', label: 'PAI', value: (row) => best(row)?.pai ?? null, digits: 2 },
    { key: 'logScore', label: t('columns.logScore'), value: ({ score }) => score?.logScore ?? null, digits: 1 },
  ]
  const missed = rows.filter(({ isMissed }) => isMissed).length
  const scored = rows.filter(({ score }) => score !== null).length
  return (
    <ResultPanel title={t('forecasts.list', { town })} aside={seal}>
      <Remark>{t('forecasts.counts', { all: number(all), scored: number(scored), missed: number(missed) })}</Remark>
      <ResultTable
        label={t('forecasts.list', { town })}
        name="forecasts"
        facts={{
          area: town,
          period: null,
          counted: 'INCIDENTS',
          categories: [],
          knownAt: null,
          method: 'sealed forecasts: Chainey et al. 2008; Hunt 2016',
          parameters: { share: 0.01 },
          asOf,
        }}
        columns={columns}
        rows={rows}
        keyOf={({ id }) => id}
        empty={t('forecasts.none')}
      />
      <Basis
        items={[
          { label: `n, ${t('observations.forecasts')}`, value: number(rows.length) },
          { label: t('basis.area'), value: town },
          { label: t('columns.hits'), value: t('forecasts.hitsMean') },
          { label: t('basis.source'), value: 'Chainey et al. 2008; Hunt 2016' },
          { label: t('basis.asOf'), value: asOf === null ? null : moment(asOf) },
        ]}
      />
    </ResultPanel>
  )
}
