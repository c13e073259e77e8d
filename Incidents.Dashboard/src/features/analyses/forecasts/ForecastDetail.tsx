import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Basis } from '@shared/ui/Basis'
import { Button } from '@shared/ui/Button'
import { Notice } from '@shared/ui/Notice'
import { Failed, Loading } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ExportFacts } from '../frame/facts'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { CellForecast } from './CellForecast'
import { cellsOf } from './cells'
import { atShare } from './plans'
import { detailQuery, type Detail } from './queries'

interface Props {
  readonly id: string
  readonly town: Town
  readonly onClose: () => void
}

/** One sealed forecast: its cells, its seal, and each of its scores. */
export function ForecastDetail({ id, town, onClose }: Props) {
  const { t } = useTranslation('analyses')
  const answer = useAnswer(
    detailQuery,
    useMemo(() => ({ id }), [id]),
  )
  if (answer.error && answer.data === undefined) return <Failed error={answer.error} retry={answer.refresh} />
  if (answer.data === undefined) return <Loading />
  const forecast = answer.data.forecast
  if (forecast === null) return <Notice>{t('forecasts.unknown')}</Notice>
  return <Sealed forecast={forecast} town={town} asOf={answer.freshness?.asOf ?? null} onClose={onClose} />
}

interface SealedProps {
  readonly forecast: Detail
  readonly town: Town
  readonly asOf: string | null
  readonly onClose: () => void
}

type Score = Detail['scores'][number]

function Sealed({ forecast, town, asOf, onClose }: SealedProps) {
  const { t } = useTranslation('analyses')
  const { day, number, moment, percent } = useFormat()
  const { terms, scores } = forecast
  const method = t(`forecastMethods.${terms.method}`)
  const cells = useMemo(() => (forecast.cells === null ? [] : cellsOf(forecast.cells)), [forecast])
  const facts: ExportFacts = {
    area: terms.city,
    period: { from: terms.from, to: addDays(terms.until, -1) },
    counted: 'INCIDENTS',
    categories: terms.category === null ? [] : [terms.category],
    knownAt: null,
    method: terms.method,
    parameters: {
      plan: terms.plan,
      zoom: terms.zoom,
      sealedAt: forecast.sealedAt,
      contentHash: forecast.contentHash,
      ...Object.fromEntries(forecast.parameters.map(({ name, value }) => [name, value])),
    },
    asOf,
  }
  const columns: readonly Column<Score>[] = [
    { key: 'asKnownOn', label: t('basis.knownAt'), value: (one) => one.asKnownOn, show: (one) => day(one.asKnownOn) },
    { key: 'count', label: t('columns.occurred'), value: ({ count }) => count },
    { key: 'outsideArea', label: t('columns.outside'), value: ({ outsideArea }) => outsideArea },
    { key: 'expected', label: t('columns.expected'), value: ({ expected }) => expected, digits: 1 },
    ...[0.005, 0.01, 0.02, 0.05, 0.1].map((share) => ({
      key: `pai${share}`,
      label: t('columns.paiAt', { share: percent(share, share === 0.005 ? 1 : 0) }),
      value: (score: Score) => atShare(score.shares, share)?.pai ?? null,
      digits: 2,
    })),
    {
      key: 'logScore',
      label: t('columns.logScore'),
      value: ({ logScore }) => logScore,
      show: ({ logScore }) => (logScore === null ? '−∞' : number(logScore, 1)),
    },
    {
      key: 'patrolledShare',
      label: t('columns.patrolled'),
      value: ({ dosage }) => dosage?.patrolledShare ?? null,
      show: ({ dosage }) => (dosage?.patrolledShare == null ? t('notKnown') : percent(dosage.patrolledShare, 1)),
    },
  ]
  return (
    <ResultPanel
      title={`${method}, ${day(terms.from)} – ${day(addDays(terms.until, -1))}`}
      aside={
        <Button quiet onPress={onClose}>
          {t('close')}
        </Button>
      }
    >
      {forecast.isMissed ? <Remark warn>{t('forecasts.missedMeans')}</Remark> : null}
      {forecast.isIntact === false ? <Notice tone="bad">{t('forecasts.notIntact')}</Notice> : null}
      {cells.length === 0 ? null : (
        <CellForecast cells={cells} zoom={terms.zoom} town={town} facts={facts} name="forecast-cells" />
      )}
      <ResultTable
        label={t('forecasts.scores')}
        name="forecast-scores"
        facts={facts}
        columns={columns}
        rows={scores}
        keyOf={(one) => one.asKnownOn}
        empty={forecast.isMissed ? t('forecasts.missedMeans') : t('forecasts.notScored')}
      />
      <Basis
        items={[
          {
            label: `n, ${t('observations.cells')}`,
            value: forecast.cellCount === null ? null : number(forecast.cellCount),
          },
          { label: t('columns.expected'), value: forecast.expected === null ? null : number(forecast.expected, 1) },
          {
            label: t('forecasts.others'),
            value: t('forecasts.othersOf', {
              cells: number(forecast.otherCellCount),
              expected: number(forecast.expectedOfOthers, 4),
            }),
          },
          {
            label: t('forecasts.sealedLabel'),
            value: forecast.sealedAt === null ? null : moment(forecast.sealedAt),
          },
          {
            label: 'SHA-256',
            value: forecast.contentHash === null ? null : <code>{forecast.contentHash.slice(0, 16)}…</code>,
          },
          {
            label: t('parameters'),
            value: forecast.parameters.map(({ name, value }) => `${name} ${number(value, 4)}`).join(' · '),
          },
          { label: t('basis.asOf'), value: asOf === null ? null : moment(asOf) },
        ]}
      />
    </ResultPanel>
  )
}
