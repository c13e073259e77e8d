import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMayVariables } from '@shared/session/may'
import { NoData } from '@shared/ui/NoData'
import { Answered } from '@shared/ui/states'
import { Warnings } from '@shared/ui/Warnings'
import { coverageCodes } from '@shared/ui/warningText'
import { classes } from '@shared/ui/classes'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { CountChangeMark } from './CountChangeMark'
import { countChange } from './judgement'
import { daysIn } from './period'
import { isJudged, type CountedMeasure } from './measures'
import { comparisonQuery, type ComparedSpan } from './queries'
import changeStyles from './Change.module.css'
import styles from './Comparisons.module.css'
import panel from '@shared/ui/Panel.module.css'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

interface Props {
  readonly measure: CountedMeasure
  /** The first day that is no longer counted. */
  readonly until: string
  readonly cities: string[] | undefined
}

/** The last week, four weeks and the year to date, each against what was before. */
export function Comparisons({ measure, until, cities }: Props) {
  const { t } = useTranslation('kpis')
  const may = useMayVariables('basis')
  const asked = useMemo(() => ({ measure, until, cities: cities ?? null, ...may }), [measure, until, cities, may])
  const answer = useAnswer(comparisonQuery, asked)
  return (
    <div className={panel['panel']}>
      <Answered answer={partOf(answer, 'comparison')}>
        {({ series }) => (
          <TableFrame label={t('comparisons')}>
            <table className={classes(table['table'], styles['comparisons'])}>
              <thead>
                <tr>
                  <th scope="col">{t('period')}</th>
                  <th scope="col" className={table['number']}>
                    {t(`measures.${measure}`)}
                  </th>
                  <th scope="col">{t('against')}</th>
                  <th scope="col" className={table['number']}>
                    {t('before')}
                  </th>
                  {may.mayBasis ? (
                    <th scope="col" className={table['number']}>
                      {t('ratio')}
                    </th>
                  ) : null}
                  <th scope="col">{t('change')}</th>
                </tr>
              </thead>
              <tbody>
                {(series[0]?.changes ?? []).map((span) => (
                  <Row key={`${span.span} ${span.against}`} span={span} measure={measure} />
                ))}
              </tbody>
            </table>
          </TableFrame>
        )}
      </Answered>
      <div className={styles['warnings']}>
        <p className={styles['late']}>{t('lateMeans')}</p>
        <Warnings warnings={answer.warnings} except={coverageCodes} />
      </div>
    </div>
  )
}

function Row({ span, measure }: { readonly span: ComparedSpan; readonly measure: CountedMeasure }) {
  const { t } = useTranslation('kpis')
  const { day, number } = useFormat()
  const change = countChange(span, isJudged(measure))
  const days = (from: string, until: string) => t('span', { from: day(from), to: day(addDays(until, -1)) })
  const ratio = (value: number | null) => (value === null ? '∞' : number(value, 2))
  return (
    <tr data-span={span.span} data-against={span.against}>
      <th scope="row">
        {t(`spans.${span.span}`)}
        <span className={styles['note']}>{days(span.from, span.until)}</span>
      </th>
      <Counted count={span.count} covered={span.daysCovered} days={daysIn(span)} />
      <td>
        {t(`againsts.${span.against}`)}
        <span className={styles['note']}>{days(span.beforeFrom, span.beforeUntil)}</span>
      </td>
      <Counted
        count={span.before}
        covered={span.beforeDaysCovered}
        days={daysIn({ from: span.beforeFrom, until: span.beforeUntil })}
      />
      {span.rateRatio === undefined ? null : (
        <td className={table['number']}>
          {span.rateRatio === null ? '—' : `× ${number(span.rateRatio, 2)}`}
          {span.rateRatio === null || span.rateRatioLow == null || !isJudged(measure) ? null : (
            <span className={styles['note']}>
              {t('interval', { low: ratio(span.rateRatioLow), high: ratio(span.rateRatioHigh ?? null) })}
            </span>
          )}
        </td>
      )}
      <td>
        <span className={changeStyles['change']} data-change={change}>
          <CountChangeMark change={change} />
        </span>
      </td>
    </tr>
  )
}

interface CountedProps {
  readonly count: number | null
  readonly covered: number
  readonly days: number
}

function Counted({ count, covered, days }: CountedProps) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  const isPart = count !== null && covered < days
  return (
    <td className={table['number']}>
      {count === null ? <NoData isCovered={covered > 0} /> : number(count)}
      <span className={styles['note']} {...(isPart ? { 'data-part': true } : {})}>
        {isPart
          ? t('part', { count: days, covered: number(covered), number: number(days) })
          : t('inDays', { count: days, number: number(days) })}
      </span>
    </td>
  )
}
