import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { PrintHead } from '@shared/print/PrintHead'
import { useConnection } from '@shared/graphql/connection'
import { Answered, Empty } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { TargetSentence } from './Target'
import { PublishedTowns } from './PublishedTowns'
import { comparedPeriod } from './compared'
import { leastPublished } from './disclosure'
import { lastDay, type Period } from './period'
import { kpisQuery, sourcesQuery, type Figures } from './queries'
import { cutToRecords } from './records'
import { useSentences } from './useSentences'
import { classes } from '@shared/ui/classes'
import styles from './Summary.module.css'
import panel from '@shared/ui/Panel.module.css'

interface Props {
  readonly period: Period
  readonly cities: string[] | undefined
}

/** The key figures in plain sentences, without what could lead to a person: no devices, no streets, no small numbers. */
export function Summary({ period: { from, until }, cities }: Props) {
  const { t } = useTranslation('kpis')
  const towns = useMemo(() => ({ cities: cities ?? null }), [cities])
  const sources = partOf(useAnswer(sourcesQuery, towns), 'sourceCoverage')
  const isKnown = sources.data !== undefined || sources.error !== undefined
  const asked = useMemo(() => ({ from, until }), [from, until])
  const period = useMemo(() => cutToRecords(asked, sources.data ?? []), [asked, sources.data])
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
            cities={cities}
          />
        )
      }}
    </Answered>
  )
}

interface SentencesProps {
  readonly together: Figures
  readonly towns: readonly Figures[]
  readonly asked: Period
  readonly before: Period
  readonly asOf: string | undefined
  readonly cities: readonly string[] | undefined
}

function Sentences({ together, towns, asked, before, asOf, cities }: SentencesProps) {
  const { t } = useTranslation('kpis')
  const { day, number, zoned } = useFormat()
  const { cityName } = useCatalogue()
  const { simulated } = useConnection()
  const sentences = useSentences(together)
  const span = (period: Period) => t('span', { from: day(period.from), to: day(lastDay(period)) })
  const area = cities === undefined ? t('allTowns') : cities.map(cityName).join(', ')
  const isCut = asked.from !== together.from || asked.until !== together.until
  return (
    <>
      <PrintHead
        title={t('summary.title')}
        facts={[
          { label: t('shared:printing.area'), value: area },
          { label: t('shared:printing.period'), value: span(together) },
        ]}
      />
      <article className={classes(panel['panel'], styles['summary'])} data-summary>
        <p className={styles['scope']} data-screen-only>
          {area} · {span(together)}
        </p>
        {isCut ? <p>{t('cutToRecords', { from: day(asked.from), to: day(lastDay(asked)) })}</p> : null}
        {simulated === true ? <p>{t('summary.simulated')}</p> : null}
        <h2>{t('responseTimes')}</h2>
        <ul>
          {sentences.times.map(({ measure, text }) => (
            <li key={measure} data-measure={measure}>
              {text}
            </li>
          ))}
        </ul>
        <h2>{t('counts')}</h2>
        <ul>
          {sentences.counts.map(({ measure, text }) => (
            <li key={measure} data-measure={measure}>
              {text}
            </li>
          ))}
        </ul>
        <PublishedTowns towns={towns} />
        <h2>{t('summary.method')}</h2>
        <ul>
          <li>{t('summary.comparedWith', { period: span(before) })}</li>
          <li>{t('summary.small', { least: number(leastPublished) })}</li>
          <li>{t('summary.counted')}</li>
          {together.durations.map(({ measure, targetSeconds }) => (
            <li key={measure}>
              {t(`measures.${measure}`)}. <TargetSentence measure={measure} seconds={targetSeconds} />
            </li>
          ))}
          <li>{t('summary.later', { moment: asOf === undefined ? '—' : zoned(asOf) })}</li>
        </ul>
      </article>
    </>
  )
}
