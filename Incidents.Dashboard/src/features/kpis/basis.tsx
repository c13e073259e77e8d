import { useFormat } from '@shared/format/useFormat'
import type { Freshness } from '@shared/graphql/connection'
import { useTranslation } from 'react-i18next'
import type { Period } from './period'
import type { CombinedError } from 'urql'
import styles from './basis.module.css'

/** What all figures of a report rest on. */
export interface Basis {
  readonly period: Period
  /** The local day of the first record, or undefined where there is none. */
  readonly recordsBegin: string | undefined
  /** Why it is not known when the records begin. */
  readonly recordsError: CombinedError | undefined
  /** Whether the records reach back to the beginning of the period before. */
  readonly isComparable: boolean
  readonly freshness: Freshness | null
}

const muchSeconds = 30

/** A tile's last line: how many it rests on, and how fresh it is. */
export function BasisLine({ sample, freshness }: { readonly sample: string; readonly freshness: Freshness | null }) {
  return (
    <p className={styles['basis']}>
      <span data-field="sample">{sample}</span>
      <AsOf freshness={freshness} />
    </p>
  )
}

export function AsOf({ freshness }: { readonly freshness: Freshness | null }) {
  const { t } = useTranslation('kpis')
  const { time, seconds } = useFormat()
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
        ? t('behind', { time: time(freshness.asOf), lag: seconds(freshness.lagSeconds) })
        : t('asOf', { time: time(freshness.asOf) })}
    </span>
  )
}
