import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { factsOf } from '../frame/facts'
import { ResultBasis } from '../frame/ResultBasis'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { ResultTable, type Column } from '../frame/ResultTable'
import { CoverageChart } from './CoverageChart'
import type { NowcastScoreResult } from './queries'

interface Props {
  readonly result: NowcastScoreResult
  readonly asOf: string | null
}

type Score = NowcastScoreResult['all']

/** How often intervals held the count that is known now, and how far off estimates and published counts were. */
export function NowcastScoreView({ result, asOf }: Props) {
  const { t } = useTranslation('analyses')
  const { number, percent } = useFormat()
  const facts = factsOf(result.basis, asOf)
  const { all, series } = result
  const ages = result.ages.filter(({ judged }) => judged > 0)
  const sum = (of: (one: (typeof series)[number]) => number) => series.reduce((total, one) => total + of(one), 0)
  const share = (value: number | null, low: number | null, high: number | null) =>
    value === null || low === null || high === null
      ? '—'
      : t('shareWithInterval', { share: percent(value, 1), low: percent(low, 1), high: percent(high, 1) })
  const columns: readonly Column<Score>[] = [
    {
      key: 'age',
      label: t('columns.age'),
      value: ({ age }) => age,
      show: ({ age }) => (age === null ? t('nowcastScore.allAges') : number(age)),
    },
    {
      key: 'judged',
      label: t('columns.judged'),
      value: ({ judged }) => judged,
      show: ({ judged, isTooFew }) => (isTooFew ? `${number(judged)} · ${t('tooFew')}` : number(judged)),
    },
    {
      key: 'coverage80',
      label: t('nowcastScore.in80'),
      value: ({ coverage80 }) => coverage80,
      show: (one) => share(one.coverage80, one.coverage80Low, one.coverage80High),
    },
    {
      key: 'coverage95',
      label: t('nowcastScore.in95'),
      value: ({ coverage95 }) => coverage95,
      show: (one) => share(one.coverage95, one.coverage95Low, one.coverage95High),
    },
    { key: 'meanBias', label: t('nowcastScore.bias'), value: ({ meanBias }) => meanBias, digits: 2 },
    {
      key: 'meanBiasPublished',
      label: t('nowcastScore.biasPublished'),
      value: ({ meanBiasPublished }) => meanBiasPublished,
      digits: 2,
    },
    { key: 'meanError', label: t('nowcastScore.error'), value: ({ meanError }) => meanError, digits: 2 },
    {
      key: 'meanErrorPublished',
      label: t('nowcastScore.errorPublished'),
      value: ({ meanErrorPublished }) => meanErrorPublished,
      digits: 2,
    },
  ]
  return (
    <ResultPanel title={t('names.nowcastScore')}>
      {all.judged === 0 ? (
        <Remark warn>{t('nowcastScore.nothing')}</Remark>
      ) : (
        <Remark warn={all.isTooFew}>
          {all.isTooFew
            ? t('nowcastScore.tooFew', { count: all.judged })
            : t('nowcastScore.held', {
                number: number(all.judged),
                share80: percent(all.coverage80 ?? 0, 1),
                share95: percent(all.coverage95 ?? 0, 1),
              })}
        </Remark>
      )}
      <Remark>
        {t('nowcastScore.leftOut', {
          notFinal: number(sum((one) => one.notFinal)),
          notEstimable: number(sum((one) => one.notEstimable)),
          nothing: number(sum((one) => one.nothingExpected)),
        })}
      </Remark>
      {all.judged === 0 ? null : <CoverageChart ages={ages} />}
      <ResultTable
        label={t('names.nowcastScore')}
        name="nowcast-score"
        facts={facts}
        columns={columns}
        rows={[all, ...ages]}
        keyOf={({ age }) => String(age)}
        empty={t('noRows')}
      />
      <ResultBasis basis={result.basis} observations={t('observations.nowcasts')} asOf={asOf} />
    </ResultPanel>
  )
}
