import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { compact } from '@shared/routing/search'
import { useFormat } from '@shared/format/useFormat'
import { Panel } from '@shared/ui/Panel'
import { NoData } from '@shared/ui/NoData'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CountChangeMark } from './CountChangeMark'
import { AsOf, type Basis } from './basis'
import { countChange, targetState } from './judgement'
import { daysIn, type Period } from './period'
import { timedMeasures } from './measures'
import type { Count, Figures, Timed } from './queries'
import { classes } from '@shared/ui/classes'
import changeStyles from './Change.module.css'
import styles from './TownTable.module.css'
import basisStyles from './basis.module.css'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

interface Props {
  readonly towns: readonly Figures[]
  readonly basis: Basis
}

const counted = ['INCIDENTS', 'SOS_CALLS'] as const

/** Town beside town. On a phone each row becomes a card. */
export function TownTable({ towns, basis }: Props) {
  const { t } = useTranslation('kpis')
  const { compare } = useFormat()
  const { cityName } = useCatalogue()
  const named = towns
    .map((figures) => ({ figures, name: cityName(figures.city ?? '') }))
    .sort((a, b) => compare(a.name, b.name))
  return (
    <Panel
      title={t('byTown')}
      aside={
        <span className={basisStyles['basis']}>
          <AsOf freshness={basis.freshness} />
        </span>
      }
    >
      <TableFrame label={t('byTown')}>
        <table className={classes(table['table'], styles['towns'])}>
          <thead>
            <tr>
              <th scope="col">{t('town')}</th>
              {counted.map((measure) => (
                <th key={measure} scope="col">
                  {t(`measures.${measure}`)}
                </th>
              ))}
              {timedMeasures.map((measure) => (
                <th key={measure} scope="col">
                  {t(`measures.${measure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {named.map(({ figures, name }) => (
              <tr key={figures.city} data-city={figures.city}>
                <th scope="row">
                  <Link
                    from="/kpis"
                    to="/kpis"
                    search={(search) => compact({ ...search, city: figures.city == null ? undefined : [figures.city] })}
                  >
                    {name}
                  </Link>
                </th>
                {counted.map((measure) => (
                  <td key={measure}>
                    <CountCell
                      figures={figures.counts.find((count) => count.measure === measure)}
                      period={basis.period}
                    />
                  </td>
                ))}
                {timedMeasures.map((measure) => (
                  <td key={measure}>
                    <TimedCell timed={figures.durations.find((duration) => duration.measure === measure)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </Panel>
  )
}

function CountCell({ figures, period }: { readonly figures: Count | undefined; readonly period: Period }) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  if (figures === undefined) return '—'
  const change = countChange(figures)
  return (
    <>
      <span className={styles['name']}>{t(`measures.${figures.measure}`)}</span>
      <strong className={styles['value']}>
        {figures.count === null ? <NoData isCovered={figures.daysCovered > 0} /> : number(figures.count)}
      </strong>
      <span className={classes(styles['note'], changeStyles['change'])} data-change={change}>
        <CountChangeMark change={change} />
      </span>
      <PartNote covered={figures.daysCovered} period={period} />
    </>
  )
}

function TimedCell({ timed }: { readonly timed: Timed | undefined }) {
  const { t } = useTranslation('kpis')
  const { number, percent, seconds } = useFormat()
  if (timed === undefined) return '—'
  const state = targetState(timed.shareWithinTarget, timed.isTooFew, timed.count)
  return (
    <>
      <span className={styles['name']}>{t(`measures.${timed.measure}`)}</span>
      <strong className={styles['value']} data-state={state}>
        {state === 'noData' ? (
          <NoData isCovered={timed.daysCovered > 0} />
        ) : state === 'tooFew' || timed.shareWithinTarget === null ? (
          t('tooFew')
        ) : (
          <>
            {percent(timed.shareWithinTarget, 1)} <span aria-hidden="true">{state === 'met' ? '✓' : '✗'}</span>
            <span className="visually-hidden">{t(`target.${state}`)}</span>
          </>
        )}
      </strong>
      {state === 'tooFew' || state === 'noData' || timed.medianSeconds == null || timed.p90Seconds == null ? null : (
        <>
          <span className={styles['note']}>{t('cellMedian', { time: seconds(timed.medianSeconds) })}</span>
          <span className={styles['note']}>{t('cellP90', { time: seconds(timed.p90Seconds) })}</span>
        </>
      )}
      {timed.count === null ? null : (
        <span className={styles['note']}>{t('timed', { count: timed.count, number: number(timed.count) })}</span>
      )}
    </>
  )
}

/** On how many days sources reported, where not on all. */
function PartNote({ covered, period }: { readonly covered: number; readonly period: Period }) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  const days = daysIn(period)
  return covered === 0 || covered >= days ? null : (
    <span className={styles['note']} data-part>
      {t('part', { count: days, covered: number(covered), number: number(days) })}
    </span>
  )
}
