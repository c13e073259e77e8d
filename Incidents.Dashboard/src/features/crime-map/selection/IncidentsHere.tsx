import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useExtent, useMayVariables } from '@shared/session/may'
import { Loading, Refused } from '@shared/ui/states'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { TownCounts } from '../cells/useTownCounts'
import { incidentsHereQuery } from '../queries'
import type { Settings } from '../search/settings'
import { filterOfPlace, isInRegister, registerSearchOf, type Place } from './filterOfPlace'
import styles from './Selection.module.css'
import controls from '../filters/controls.module.css'

interface Props {
  readonly place: Place
  readonly settings: Settings
  readonly squareKilometres: number | undefined
  readonly daysCovered: number
  readonly town: TownCounts | undefined
}

/** How many incidents a place has, at which rate, what share of the town's they are, the latest of them, and the way to all. */
export function IncidentsHere({ place, settings, squareKilometres, daysCovered, town }: Props) {
  const { t } = useTranslation('crime-map')
  const { number, percent, occurred } = useFormat()
  const { categoryName } = useCatalogue()
  const written = JSON.stringify(place)
  const may = useMayVariables('exact')
  const isOpenOnly = useExtent('row') === 'open'
  const variables = useMemo(() => {
    const filter = filterOfPlace(settings, JSON.parse(written) as Place)
    return { ...may, filter, inTown: { ...filter, cities: settings.city === null ? null : [settings.city] } }
  }, [settings, written, may])
  const isListed = isInRegister(settings)
  const { data, error } = useAnswer(incidentsHereQuery, variables, { pause: !isListed })
  if (!isListed) return <p className={controls['note']}>{t('notInRegister')}</p>
  if (error) return <Refused error={error} />
  if (!data?.incidents || !data.inTown) return <Loading />
  const { totalCount, nodes } = data.incidents
  const inTown = data.inTown.totalCount
  return (
    <div className={styles['here']} data-incidents-here>
      {isOpenOnly ? <p className={controls['note']}>{t('openOnly')}</p> : null}
      <dl>
        <div>
          <dt>{t('measures.INCIDENTS')}</dt>
          <dd data-total>{number(totalCount)}</dd>
        </div>
        {daysCovered > 0 ? (
          <div>
            <dt>{t('perDay')}</dt>
            <dd>{number(totalCount / daysCovered, 2)}</dd>
          </div>
        ) : null}
        {squareKilometres ? (
          <div>
            <dt>{t('perArea', { area: number(squareKilometres, 2) })}</dt>
            <dd>{number(totalCount / squareKilometres, 1)}</dd>
          </div>
        ) : null}
        {town && town.total > 0 ? (
          <div>
            <dt>{t('shareOfTown', { town: town.name, total: number(town.total) })}</dt>
            <dd data-share>{percent(inTown / town.total, 1)}</dd>
          </div>
        ) : null}
      </dl>
      {nodes.length === 0 ? null : (
        <ol>
          {nodes.map(({ id, category, street, occurredAt, timePrecision }) => (
            <li key={id}>
              <Link to="/incidents/$id" params={{ id }} search={{}} preload={false}>
                {occurred(occurredAt, timePrecision)} · {categoryName(category)}
              </Link>
              {street == null ? null : <span> {street}</span>}
            </li>
          ))}
        </ol>
      )}
      {totalCount === 0 ? null : (
        <Link to="/incidents" search={registerSearchOf(settings, place)} data-to-register>
          {t('toRegister', { number: number(totalCount) })}
        </Link>
      )}
    </div>
  )
}
