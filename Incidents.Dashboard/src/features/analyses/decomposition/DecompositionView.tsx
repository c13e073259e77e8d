import { useFormat } from '@shared/format/useFormat'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import { DecompositionChart } from './DecompositionChart'
import type { DecompositionAnswer } from './queries'
import { stepsOf, type Step } from './steps'

interface Props {
  readonly result: DecompositionAnswer
  readonly asOf: string | null
}

/** Counts as the sum of trend, seasons and remainder, each drawn and tabled. */
export function DecompositionView({ result, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, day } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const steps = useMemo(() => stepsOf(result), [result])
  const seasonName = ({ periodDays, periodHours }: DecompositionAnswer['seasons'][number]) =>
    periodDays === null
      ? t('decomposition.seasonHours', { hours: number(periodHours) })
      : t('decomposition.seasonDays', { days: number(periodDays) })
  const seasonNames = result.seasons.map(seasonName)
  const isByDay = result.stepHours === 24
  const ends = { first: number(result.trend[0] ?? 0, 1), last: number(result.trend.at(-1) ?? 0, 1) }
  const columns: readonly Column<Step>[] = [
    {
      key: 'step',
      label: t('columns.step'),
      value: ({ step }) => step,
      show: ({ step }) => (step.length > 10 ? `${day(step.slice(0, 10))}, ${step.slice(11)}:00` : day(step)),
    },
    { key: 'count', label: t('columns.count'), value: ({ count }) => count },
    { key: 'trend', label: t('columns.trend'), value: ({ trend }) => trend, digits: 1 },
    ...result.seasons.map((season, index) => ({
      key: `season${season.periodHours}h`,
      label: seasonName(season),
      value: ({ seasons }: Step) => seasons[index] ?? null,
      digits: 1,
    })),
    { key: 'remainder', label: t('columns.remainder'), value: ({ remainder }) => remainder, digits: 1 },
    { key: 'weight', label: t('columns.weight'), value: ({ weight }) => weight, digits: 2 },
  ]
  return (
    <ResultPanel title={t('names.decomposition')}>
      {result.isTooFew ? <Remark warn>{t('decomposition.tooFew')}</Remark> : null}
      <Remark>{isByDay ? t('decomposition.trendDays', ends) : t('decomposition.trendHours', ends)}</Remark>
      <DecompositionChart steps={steps} seasonNames={seasonNames} />
      <ResultTable
        label={t('names.decomposition')}
        name="decomposition"
        facts={facts}
        columns={columns}
        rows={steps}
        keyOf={({ step }) => step}
        empty={t('noRows')}
      />
      <ResultBasis
        basis={result.basis}
        observations={isByDay ? t('observations.days') : t('observations.hours')}
        asOf={asOf}
        more={[
          {
            label: t('decomposition.withoutHour'),
            value: result.withoutHour === null ? null : number(result.withoutHour),
          },
        ]}
      />
    </ResultPanel>
  )
}
