import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { parameterOf } from '../frame/basis'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import type { Town } from '../frame/settings'
import { CellForecast } from './CellForecast'
import { MethodTable } from './MethodTable'
import { cellsOf } from './cells'
import type { Backtest } from './queries'

interface Props {
  readonly result: Backtest
  /** Zoom of the form, where the result names none. */
  readonly zoom: number
  readonly town: Town
  readonly asOf: string | null
}

type Score = Backtest['periods'][number]

/** How every method would have forecast past periods, and the forecast of the next one. */
export function BacktestView({ result, zoom, town, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { day, number } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const cells = useMemo(() => cellsOf(result.next.cells), [result])
  const given = parameterOf(result.basis, 'zoom')
  const method = (code: Score['method']) => t(`forecastMethods.${code}`)
  const columns: readonly Column<Score>[] = [
    { key: 'from', label: t('columns.firstDay'), value: ({ from }) => from, show: ({ from }) => day(from) },
    { key: 'method', label: t('basis.method'), value: (one) => one.method, show: (one) => method(one.method) },
    { key: 'expected', label: t('columns.expected'), value: ({ expected }) => expected, digits: 1 },
    { key: 'count', label: t('columns.occurred'), value: ({ count }) => count },
    { key: 'outsideArea', label: t('columns.outside'), value: ({ outsideArea }) => outsideArea },
    { key: 'hits', label: t('columns.hits'), value: ({ hits }) => hits, digits: 1 },
    { key: 'pai', label: 'PAI', value: ({ pai }) => pai, digits: 2 },
    { key: 'pei', label: 'PEI', value: ({ pei }) => pei, digits: 2 },
    {
      key: 'logScore',
      label: t('columns.logScore'),
      value: ({ logScore }) => logScore,
      show: ({ logScore }) => (logScore === null ? '−∞' : number(logScore, 1)),
    },
  ]
  const basis = (
    <ResultBasis
      basis={result.basis}
      observations={t('observations.incidents')}
      asOf={asOf}
      more={[
        { label: t('observations.periods'), value: number(result.periodCount) },
        {
          label: t('forecasts.area'),
          value: t('forecasts.areaOf', { cells: number(result.cells), km: number(result.squareKm, 1) }),
        },
      ]}
    />
  )
  return (
    <>
      <ResultPanel title={t('forecasts.backtestResult')}>
        <Remark warn={result.isTooFew}>
          {result.isTooFew
            ? result.tooFew.map((reason) => t(`tooFewReasons.${reason}`)).join(' ')
            : t(`choices.${result.chosenBecause}`, { method: method(result.chosen) })}
        </Remark>
        <MethodTable
          label={t('forecasts.backtestResult')}
          name="forecast-backtest"
          facts={facts}
          methods={result.methods}
        />
        <details>
          <summary>{t('forecasts.byPeriod')}</summary>
          <ResultTable
            label={t('forecasts.byPeriod')}
            name="forecast-backtest-periods"
            facts={facts}
            columns={columns}
            rows={result.periods}
            keyOf={(one) => `${one.from} ${one.method}`}
            empty={t('noRows')}
          />
        </details>
        {basis}
      </ResultPanel>
      <ResultPanel
        title={t('forecasts.next', { from: day(result.next.from), to: day(addDays(result.next.until, -1)) })}
      >
        <Remark>
          {t('forecasts.nextMeans', { method: method(result.next.method), expected: number(result.next.expected, 1) })}
        </Remark>
        <CellForecast
          cells={cells}
          zoom={typeof given === 'number' ? given : zoom}
          town={town}
          facts={facts}
          name="next-forecast"
        />
        {basis}
      </ResultPanel>
    </>
  )
}
