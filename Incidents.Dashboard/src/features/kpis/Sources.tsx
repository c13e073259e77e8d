import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMayVariables } from '@shared/session/may'
import { Refused } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { AsTable } from './AsTable'
import type { Period } from './period'
import { addDays } from '@shared/format/days'
import { sourcesQuery } from './queries'
import { coversPeriod, ordered } from './sources'
import styles from './Sources.module.css'

interface Props {
  readonly cities: string[] | undefined
  readonly period: Period
  /** The period compared with. */
  readonly before: Period
}

/** From when until when each source reported: outside of it there are no data. */
export function Sources({ cities, period, before }: Props) {
  const { t } = useTranslation('kpis')
  const { day, number, compare } = useFormat()
  const { cityName } = useCatalogue()
  const may = useMayVariables('basis')
  const asked = useMemo(() => ({ cities: cities ?? null, ...may }), [cities, may])
  const { data, error } = partOf(useAnswer(sourcesQuery, asked), 'sourceCoverage')
  if (error) return <Refused error={error} />
  if (data === undefined || data.length === 0) return null
  const whole = { from: before.from, until: period.until }
  const span = (from: string, until: string | null) =>
    until === null ? t('since', { day: day(from) }) : t('span', { from: day(from), to: day(addDays(until, -1)) })
  return (
    <AsTable label={t('sources')} summary={t('sources')}>
      <thead>
        <tr>
          {(['source', 'town', 'reports', 'reported', 'gaps', 'knownBy'] as const).map((column) => (
            <th key={column} scope="col">
              {t(`sourceColumns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {ordered(data, whole, (a, b) => compare(cityName(a.city), cityName(b.city))).map((one) => (
          <tr
            key={`${one.city} ${one.kind} ${one.source}`}
            className={styles['row']}
            data-part={!coversPeriod(one, whole)}
          >
            <th scope="row">{one.source ?? t('devices')}</th>
            <td>{cityName(one.city)}</td>
            <td>
              {one.reportCount === undefined
                ? t(`kindNames.${one.kind}`)
                : t(`kinds.${one.kind}`, { number: number(one.reportCount) })}
            </td>
            <td>{span(one.from, one.until)}</td>
            <td className={one.gaps.length === 0 ? styles['none'] : undefined}>
              {one.gaps.length === 0 ? '—' : one.gaps.map((gap) => span(gap.from, gap.until)).join(', ')}
            </td>
            <td>{t(`knownBy.${one.basis}`)}</td>
          </tr>
        ))}
      </tbody>
    </AsTable>
  )
}
