import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import type { Answer } from '@shared/graphql/useAnswer'
import { Badge } from '@shared/ui/Badge'
import { NoData } from '@shared/ui/NoData'
import { Refused } from '@shared/ui/states'
import type { Tone } from '@shared/ui/tone'
import { useTranslation } from 'react-i18next'
import { DurationChart } from './DurationChart'
import { DurationTable } from './DurationTable'
import { BasisLine, type Basis } from './basis'
import type { Line } from './search'
import { enoughTimed, shareChange, targetState, wantedShare, type TargetState } from './judgement'
import { TargetHelp, TargetSentence } from './Target'
import { daysIn } from './period'
import type { TimedMeasure } from './measures'
import type { Timed, Trends } from './queries'
import { classes } from '@shared/ui/classes'
import changeStyles from './Change.module.css'
import styles from './ResponseCard.module.css'
import card from './Card.module.css'
import panel from '@shared/ui/Panel.module.css'

const tones: Record<TargetState, Tone> = { met: 'good', missed: 'bad', tooFew: 'neutral', noData: 'neutral' }

interface Props {
  readonly measure: TimedMeasure
  readonly timed: Timed
  readonly trends: Answer<Trends>
  readonly basis: Basis
  readonly line: Line
}

/** How long something took, against its target. */
export function ResponseCard({ measure, timed, trends, basis, line }: Props) {
  const { t } = useTranslation('kpis')
  const { number, percent, seconds } = useFormat()
  const days = daysIn(basis.period)
  const state = targetState(timed.shareWithinTarget, timed.isTooFew, timed.count)
  const { data: series, error } = partOf(trends, measure)
  const name = t(`measures.${measure}`)
  const share = state === 'met' || state === 'missed' ? timed.shareWithinTarget : null
  return (
    <li className={classes(panel['panel'], card['card'], styles['response'])} data-state={state} data-measure={measure}>
      <div className={styles['head']}>
        <h3>
          {name} <TargetHelp measure={measure} name={name} seconds={timed.targetSeconds} />
        </h3>
        <Badge tone={tones[state]}>{t(`target.${state}`)}</Badge>
      </div>
      <p className={card['value']}>
        <span data-field="value">
          {state === 'noData' ? (
            <NoData isCovered={timed.daysCovered > 0} />
          ) : share === null ? (
            t('tooFew')
          ) : (
            percent(share, 1)
          )}
        </span>{' '}
        <small>{t('within', { target: seconds(timed.targetSeconds) })}</small>
      </p>
      <p className={card['means']}>{t(`means.${measure}`)}</p>
      <p className={card['means']}>
        <TargetSentence measure={measure} seconds={timed.targetSeconds} />
      </p>
      <div className={styles['bar']} aria-hidden="true">
        <span className={styles['fill']} style={{ width: `${100 * (share ?? 0)}%` }} />
        <span className={styles['wanted']} style={{ insetInlineStart: `${100 * wantedShare}%` }} />
      </div>
      <ShareChangeLine timed={timed} />
      <dl className={styles['quantiles']}>
        <Quantile name={t('median')} now={timed.medianSeconds} then={timed.before.medianSeconds} />
        <Quantile
          name={t('p90')}
          now={timed.isTooFew && timed.count !== 0 ? 'tooFew' : timed.p90Seconds}
          then={timed.before.count < enoughTimed ? null : timed.before.p90Seconds}
        />
      </dl>
      {error ? (
        <Refused error={error} />
      ) : series === undefined ? (
        <div className={styles['coming']} aria-busy="true" />
      ) : (
        <>
          <DurationChart name={name} series={series} line={line} />
          <DurationTable name={name} series={series} />
        </>
      )}
      <BasisLine
        sample={
          timed.count === null
            ? t('noDataIn', { count: days, number: number(days) })
            : t('timed', { count: timed.count, number: number(timed.count) })
        }
        part={timed.count === null || timed.daysCovered >= days ? undefined : { covered: timed.daysCovered, days }}
        freshness={basis.freshness}
      />
    </li>
  )
}

function ShareChangeLine({ timed }: { readonly timed: Timed }) {
  const { t } = useTranslation('kpis')
  const { number, percent } = useFormat()
  const change = shareChange(timed, timed.before)
  return (
    <p className={changeStyles['change']} data-change={change}>
      <strong>{t(`shareChange.${change}`)}</strong>
      {change === 'none' ? null : (
        <span>
          {timed.before.shareWithinTarget == null || timed.before.count < enoughTimed
            ? t('beforeTimed', { count: timed.before.count, number: number(timed.before.count) })
            : t('beforeShare', { share: percent(timed.before.shareWithinTarget, 1) })}
        </span>
      )}
    </p>
  )
}

interface QuantileProps {
  readonly name: string
  readonly now: number | 'tooFew' | null | undefined
  readonly then: number | null | undefined
}

function Quantile({ name, now, then }: QuantileProps) {
  const { t } = useTranslation('kpis')
  const { seconds } = useFormat()
  return (
    <div>
      <dt>{name}</dt>
      <dd>{now == null ? '—' : now === 'tooFew' ? t('tooFew') : seconds(now)}</dd>
      {then != null ? <dd className={styles['then']}>{t('beforeTime', { time: seconds(then) })}</dd> : null}
    </div>
  )
}
