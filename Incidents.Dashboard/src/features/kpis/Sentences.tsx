import { useFormat } from '@shared/format/useFormat'
import { PrintHead } from '@shared/print/PrintHead'
import { classes } from '@shared/ui/classes'
import { useTranslation } from 'react-i18next'
import { TargetSentence } from './Target'
import { PublishedTowns } from './PublishedTowns'
import { leastPublished } from './disclosure'
import { isTimed } from './measures'
import { lastDay, type Period } from './period'
import type { Figures } from './queries'
import { useSentences } from './useSentences'
import styles from './Summary.module.css'
import panel from '@shared/ui/Panel.module.css'

interface SentencesProps {
  readonly together: Figures
  readonly towns: readonly Figures[]
  readonly asked: Period
  readonly before: Period
  readonly asOf: string | undefined
  /** Names of the chosen towns; undefined for all. */
  readonly cities: readonly string[] | undefined
  readonly simulated: boolean | null
}

/** The sentences of a period, how they are made, and the towns where their names are known. */
export function Sentences({ together, towns, asked, before, asOf, cities, simulated }: SentencesProps) {
  const { t } = useTranslation('kpis')
  const { day, number, zoned } = useFormat()
  const sentences = useSentences(together)
  const span = (period: Period) => t('span', { from: day(period.from), to: day(lastDay(period)) })
  const area = cities === undefined ? t('allTowns') : cities.join(', ')
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
          {together.durations.map(({ measure, targetSeconds }) =>
            isTimed(measure) ? (
              <li key={measure}>
                {t(`measures.${measure}`)}. <TargetSentence measure={measure} seconds={targetSeconds} />
              </li>
            ) : null,
          )}
          <li>{t('summary.later', { moment: asOf === undefined ? '—' : zoned(asOf) })}</li>
        </ul>
      </article>
    </>
  )
}
