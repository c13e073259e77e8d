import { useFormat } from '@shared/format/useFormat'
import type { Answer } from '@shared/graphql/useAnswer'
import { NoData } from '@shared/ui/NoData'
import { Refused } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { CountChart } from './CountChart'
import { CountChangeMark } from './CountChangeMark'
import { BasisLine, type Basis } from './basis'
import { countChange } from './judgement'
import { daysIn } from './period'
import { isJudged, type CountedMeasure } from './measures'
import type { Count, CountSeries } from './queries'
import { classes } from '@shared/ui/classes'
import changeStyles from './Change.module.css'
import countChart from './CountChart.module.css'
import styles from './CountTile.module.css'
import card from './Card.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly measure: CountedMeasure
  readonly figures: Count
  /** How many it is a part of; undefined where it is none. */
  readonly whole: number | undefined
  readonly trend: Answer<CountSeries>
  readonly basis: Basis
}

/** How many, and whether that is more than before by more than chance. */
export function CountTile({ measure, figures, whole, trend, basis }: Props) {
  const { t } = useTranslation('kpis')
  const { number, percent } = useFormat()
  const change = countChange(figures, isJudged(measure))
  const days = daysIn(basis.period)
  const name = t(`measures.${measure}`)
  return (
    <li className={classes(panel['panel'], card['card'], styles['tile'])} data-measure={measure}>
      <h3>{name}</h3>
      <p className={card['value']}>
        <span data-field="value">
          {figures.count === null ? <NoData isCovered={figures.daysCovered > 0} /> : number(figures.count)}
        </span>{' '}
        {whole === undefined || whole === 0 || figures.count === null ? null : (
          <small>{t(`shareOf.${measure}`, { share: percent(figures.count / whole), all: number(whole) })}</small>
        )}
      </p>
      <p className={card['means']}>{t(`means.${measure}`)}</p>
      <p className={changeStyles['change']} data-change={change}>
        <CountChangeMark change={change} />
        <span>
          <BeforeText before={figures.before} covered={figures.beforeDaysCovered} days={daysIn(basis.before)} />
        </span>
      </p>
      {trend.error ? (
        <Refused error={trend.error} />
      ) : trend.data === undefined ? (
        <div className={countChart['spark']} aria-busy="true" />
      ) : (
        <CountChart name={name} series={trend.data} />
      )}
      <BasisLine
        sample={
          figures.count === null
            ? t('noDataIn', { count: days, number: number(days) })
            : t('counted', { count: days, number: number(days) })
        }
        part={
          figures.count === null || figures.daysCovered >= days ? undefined : { covered: figures.daysCovered, days }
        }
        isPartAlone
        freshness={basis.freshness}
      />
    </li>
  )
}

interface BeforeProps {
  readonly before: number | null
  readonly covered: number
  readonly days: number
}

/** What it is compared with, and on how many of its days sources reported where not on all. */
function BeforeText({ before, covered, days }: BeforeProps) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  if (before === null) return t('beforeNone')
  return covered < days
    ? t('beforePart', { count: days, covered: number(covered), number: number(before) })
    : t('beforeCount', { number: number(before) })
}
