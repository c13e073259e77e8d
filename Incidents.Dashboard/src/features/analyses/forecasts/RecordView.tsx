import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Basis } from '@shared/ui/Basis'
import { ChoiceField } from '@shared/ui/Fields'
import { Answered } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { Remark, ResultPanel } from '../frame/ResultPanel'
import { shares } from '../search'
import { MethodTable } from './MethodTable'
import { plansOf } from './plans'
import { recordQuery, type ForecastRow } from './queries'
import styles from './RecordView.module.css'

interface Props {
  readonly rows: readonly ForecastRow[]
  readonly plan: string
  readonly share: (typeof shares)[number]
  readonly onPlan: (plan: string) => void
  readonly onShare: (share: (typeof shares)[number]) => void
}

/** How the sealed forecasts of a plan did, against the baselines. */
export function RecordView({ rows, plan, share, onPlan, onShare }: Props) {
  const { t } = useTranslation('analyses')
  const { percent, number, day, moment } = useFormat()
  const { categoryName } = useCatalogue()
  const answer = useAnswer(recordQuery, { plan, share: Number(share) })
  const asOf = answer.freshness?.asOf ?? null
  const nameOf = (code: string) => {
    const terms = rows.find((row) => row.terms.plan === code)?.terms
    if (terms === undefined) return code
    const what = terms.category === null ? t('allCategories') : categoryName(terms.category)
    return `${what} · ${code}`
  }
  return (
    <ResultPanel title={t('forecasts.record')}>
      <div className={styles['fields']}>
        <ChoiceField
          label={t('fields.plan')}
          value={plan}
          options={plansOf(rows).map((value) => ({ value, name: nameOf(value) }))}
          onChange={onPlan}
        />
        <ChoiceField
          label={t('fields.share')}
          value={share}
          options={shares.map((value) => ({ value, name: percent(Number(value), value === '0.005' ? 1 : 0) }))}
          onChange={onShare}
        />
      </div>
      <Answered answer={partOf(answer, 'forecastRecord')}>
        {(record) => (
          <>
            {record.periodCount === 0 ? (
              <Remark warn>{t('forecasts.noRecord')}</Remark>
            ) : (
              <>
                <Remark warn={record.isTooFew}>
                  {record.isTooFew
                    ? record.tooFew.map((reason) => t(`tooFewReasons.${reason}`)).join(' ')
                    : t(`choices.${record.chosenBecause}`, { method: t(`forecastMethods.${record.chosen}`) })}
                </Remark>
                <MethodTable
                  label={t('forecasts.record')}
                  name="forecast-record"
                  facts={{
                    area: rows[0]?.terms.city ?? '',
                    period:
                      record.from === null || record.until === null
                        ? null
                        : { from: record.from, to: addDays(record.until, -1) },
                    counted: 'INCIDENTS',
                    categories: [],
                    knownAt: null,
                    method: 'forecast-comparison',
                    parameters: {
                      plan: record.plan,
                      share: record.share,
                      periods: record.periodCount,
                      draws: record.draws,
                      confidence: record.confidence,
                    },
                    asOf,
                  }}
                  methods={record.methods}
                />
              </>
            )}
            <Basis
              items={[
                { label: `n, ${t('observations.periods')}`, value: number(record.periodCount) },
                { label: t('basis.counted'), value: number(record.events) },
                {
                  label: t('basis.period'),
                  value:
                    record.from === null || record.until === null
                      ? null
                      : `${day(record.from)} – ${day(addDays(record.until, -1))}`,
                },
                { label: t('fields.share'), value: percent(record.share, 1) },
                { label: t('basis.confidence'), value: percent(record.confidence) },
                { label: t('basis.source'), value: 'Chainey et al. 2008; Efron and Tibshirani 1993' },
                { label: t('basis.asOf'), value: asOf === null ? null : moment(asOf) },
              ]}
            />
          </>
        )}
      </Answered>
    </ResultPanel>
  )
}
