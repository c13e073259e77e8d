import { useFormat } from '@shared/format/useFormat'
import type { Freshness } from '@shared/graphql/connection'
import { useTranslation } from 'react-i18next'
import type { Period } from './period'
import styles from './basis.module.css'

/** What all figures of a report rest on. */
export interface Basis {
  readonly period: Period
  /** The period compared with. */
  readonly before: Period
  readonly freshness: Freshness | null
}

const muchSeconds = 30

interface LineProps {
  readonly sample: string
  /** Days with data among those of the period, where not all have some. */
  readonly part?: { readonly covered: number; readonly days: number } | undefined
  /** Whether the part stands instead of the sample. */
  readonly isPartAlone?: boolean
  readonly freshness: Freshness | null
}

/** A tile's last line: how many it rests on, whether only a part of the period has data, and how fresh it is. */
export function BasisLine({ sample, part, isPartAlone = false, freshness }: LineProps) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  return (
    <p className={styles['basis']}>
      {part !== undefined && isPartAlone ? null : <span data-field="sample">{sample}</span>}
      {part === undefined ? null : (
        <span className={styles['part']} data-part>
          {t('part', { count: part.days, covered: number(part.covered), number: number(part.days) })}
        </span>
      )}
      <AsOf freshness={freshness} />
    </p>
  )
}

export function AsOf({ freshness }: { readonly freshness: Freshness | null }) {
  const { t } = useTranslation('kpis')
  const { zoned, seconds } = useFormat()
  if (freshness === null)
    return (
      <span className={styles['asOf']} data-stale="true">
        {t('freshnessUnknown')}
      </span>
    )
  const isStale = freshness.lagSeconds > muchSeconds
  return (
    <span className={styles['asOf']} data-stale={isStale}>
      {isStale
        ? t('behind', { time: zoned(freshness.asOf), lag: seconds(freshness.lagSeconds) })
        : t('asOf', { time: zoned(freshness.asOf) })}
    </span>
  )
}
