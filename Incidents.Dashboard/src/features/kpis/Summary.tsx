import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useConnection } from '@shared/graphql/connection'
import { useExtent, useMayVariables } from '@shared/session/may'
import { Answered, Empty } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { comparedPeriod } from './compared'
import type { Period } from './period'
import { kpisQuery, sourcesQuery } from './queries'
import { Sentences } from './Sentences'
import { cutToRecords } from './records'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly period: Period
  readonly cities: string[] | undefined
}

/** The key figures in plain sentences, without what could lead to a person: no devices, no streets, no small numbers. */
export function Summary({ period: { from, until }, cities }: Props) {
  const { t } = useTranslation('kpis')
  const { cityName } = useCatalogue()
  const { simulated } = useConnection()
  const towns = useMemo(() => ({ cities: cities ?? null }), [cities])
  const may = useMayVariables('basis')
  const isRounded = useExtent('totals') === 'suppressed'
  const sources = partOf(useAnswer(sourcesQuery, { ...towns, ...may }), 'sourceCoverage')
  const isKnown = sources.data !== undefined || sources.error !== undefined
  const asked = useMemo(() => ({ from, until }), [from, until])
  const period = useMemo(
    () => (isRounded ? asked : cutToRecords(asked, sources.data ?? [])),
    [asked, sources.data, isRounded],
  )
  const before = useMemo(() => comparedPeriod(period, 'before'), [period])
  const answer = useAnswer(
    kpisQuery,
    { ...period, ...towns, beforeFrom: before.from, beforeUntil: before.until },
    { pause: !isKnown },
  )
  return (
    <Answered answer={partOf(answer, 'kpis')}>
      {(kpis) => {
        const together = kpis.find(({ city }) => city === null)
        return together === undefined || together.counts.every(({ count }) => count === null) ? (
          <div className={panel['panel']}>
            <Empty title={t('noData')}>{t('noDataMeans')}</Empty>
          </div>
        ) : (
          <Sentences
            together={together}
            towns={kpis.filter(({ city }) => city !== null)}
            asked={asked}
            before={before}
            asOf={answer.freshness?.asOf}
            cities={cities?.map(cityName)}
            simulated={simulated}
          />
        )
      }}
    </Answered>
  )
}
