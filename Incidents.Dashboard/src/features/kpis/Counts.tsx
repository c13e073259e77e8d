import { partOf } from '@shared/graphql/partOf'
import type { Answer } from '@shared/graphql/useAnswer'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { CountTable } from './CountTable'
import { CountTile } from './CountTile'
import type { Basis } from './basis'
import { shownMeasures, wholeOf, type CountedMeasure } from './measures'
import type { Count, Trends } from './queries'
import styles from './Counts.module.css'
import { Section } from './Section'

interface Props {
  readonly counts: readonly Count[]
  readonly trends: Answer<Trends>
  readonly basis: Basis
}

export function Counts({ counts, trends, basis }: Props) {
  const { t } = useTranslation('kpis')
  const shown = useMemo(() => shownMeasures(counts), [counts])
  const of = (measure: Count['measure']) => counts.find((count) => count.measure === measure)
  return (
    <Section title={t('counts')}>
      <ul className={styles['tiles']} data-many={shown.length > 6}>
        {shown.map((measure) => {
          const figures = of(measure)
          return figures === undefined ? null : (
            <CountTile
              key={measure}
              measure={measure}
              figures={figures}
              whole={wholeOfCount(measure, of)}
              trend={partOf(trends, measure)}
              basis={basis}
            />
          )
        })}
      </ul>
      {trends.data === undefined ? null : <CountTable trends={trends.data} measures={shown} />}
    </Section>
  )
}

/** The counts of which a measure is a part; undefined for what is no part of something, and without data. */
function wholeOfCount(measure: CountedMeasure, of: (measure: Count['measure']) => Count | undefined) {
  const counts = wholeOf[measure]?.map((one) => of(one)?.count ?? null)
  return (
    counts?.reduce<number | null>((sum, count) => (sum === null || count === null ? null : sum + count), 0) ?? undefined
  )
}
