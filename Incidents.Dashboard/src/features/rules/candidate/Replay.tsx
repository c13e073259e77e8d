import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import type { CorrelationRuleInput } from '@shared/graphql/generated/graphql'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import type { DayRange } from '@shared/period/presets'
import { Answered, Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { replayedOf } from '../period'
import { replayQuery, type Replayed } from '../queries'
import { ReplayChart } from './ReplayChart'
import { daysOf, type Draft } from './draft'
import styles from '../Rules.module.css'

interface Props {
  readonly rule: Draft
  readonly input: CorrelationRuleInput
  readonly period: DayRange
  readonly cities: string[] | undefined
  /** Whether the form was changed after this was asked. */
  readonly isOld: boolean
}

/** What a candidate would have raised over the period, beside what was raised. */
export function Replay({ rule, input, period, cities, isOld }: Props) {
  const { t } = useTranslation('rules')
  const { day } = useFormat()
  const days = replayedOf(period)
  const answer = useAnswer(
    replayQuery,
    useStable({ rule: input, from: days.from, until: addDays(days.to, 1), cities: cities ?? null }),
  )
  return (
    <div aria-busy={answer.isRefreshing} data-replay>
      {isOld ? <p className={styles['text']}>{t('isOld')}</p> : null}
      {days.from === period.from ? null : <p className={styles['text']}>{t('isCut', { from: day(days.from) })}</p>}
      <Answered answer={partOf(answer, 'correlationReplay')}>
        {(replayed) =>
          replayed.signalCount === 0 ? (
            <Empty title={t('noSignals')} />
          ) : (
            <>
              <Covered of={replayed} code={rule.code} />
              <Beside of={replayed} code={rule.code} />
              <ByDay of={replayed} />
            </>
          )
        }
      </Answered>
    </div>
  )
}

interface PartProps {
  readonly of: Replayed
  readonly code: string
}

function Covered({ of: { signalCount, coveredCount, ...of }, code }: PartProps) {
  const { t } = useTranslation('rules')
  const { number, percent } = useFormat()
  const alone = coveredCount - of.openedCount - of.joinedCount
  return (
    <div className={styles['said']}>
      <p>
        {t('covered', {
          code,
          covered: number(coveredCount),
          signals: number(signalCount),
          share: percent(coveredCount / signalCount, 1),
        })}{' '}
        {t('didWith', { opened: number(of.openedCount), joined: number(of.joinedCount), alone: number(alone) })}
      </p>
      <p>
        {t('notCovered', {
          rest: number(signalCount - coveredCount),
          opened: number(of.openedByOthersCount),
          joined: number(of.joinedByOthersCount),
        })}
      </p>
      <p>{t('replayMeans')}</p>
    </div>
  )
}

function Beside({ of, code }: PartProps) {
  const { t } = useTranslation('rules')
  const { number } = useFormat()
  const rows = [
    ['openedByRule', of.openedCount, of.raised.openedCount],
    ['openedByAll', of.openedCount + of.openedByOthersCount, of.raised.openedByAnyCount],
    ['linked', null, of.raised.linkedCount],
    ['joinedByRule', of.joinedCount, null],
    ['joinedByAll', of.joinedCount + of.joinedByOthersCount, null],
  ] as const
  return (
    <TableFrame label={t('beside')}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('beside')}</th>
            <th scope="col" className={table['number']}>
              {t('wouldBe')}
            </th>
            <th scope="col" className={table['number']}>
              {t('was')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, would, was]) => (
            <tr key={name} data-row={name}>
              <th scope="row">{t(`rows.${name}`, { code })}</th>
              <td className={table['number']}>{would === null ? t('notComparable') : number(would)}</td>
              <td className={table['number']}>{was === null ? t('notComparable') : number(was)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

function ByDay({ of }: { readonly of: Replayed }) {
  const { t } = useTranslation('rules')
  const { day, number } = useFormat()
  const days = useMemo(() => daysOf(of), [of])
  return (
    <>
      <div className={styles['chart']}>
        <ReplayChart days={days} />
      </div>
      <TableFrame label={t('byDay')} className={styles['long']}>
        <table className={classes(table['table'])}>
          <thead>
            <tr>
              <th scope="col">{t('day')}</th>
              <th scope="col" className={table['number']}>
                {t('opened')}
              </th>
              <th scope="col" className={table['number']}>
                {t('joined')}
              </th>
            </tr>
          </thead>
          <tbody>
            {days.map((one) => (
              <tr key={one.day}>
                <td>{day(one.day)}</td>
                <td className={table['number']}>{number(one.openedCount)}</td>
                <td className={table['number']}>{number(one.joinedCount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  )
}
