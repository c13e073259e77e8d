import { useFormat } from '@shared/format/useFormat'
import { useConnection } from '@shared/graphql/connection'
import { useTranslation } from 'react-i18next'
import styles from './FreshnessMark.module.css'

const muchSeconds = 30

/** How fresh the last answer was: by the server's clock, in the city's time. */
export function FreshnessMark() {
  const { t } = useTranslation('app')
  const { time, seconds } = useFormat()
  const { state, freshness } = useConnection()
  if (state === 'unknown') return null
  const isStale = state === 'lost' || freshness === null || freshness.lagSeconds > muchSeconds
  return (
    <p className={styles['freshness']} data-stale={isStale} title={t('freshnessMeans')}>
      <span className={styles['dot']} aria-hidden="true" />
      {freshness === null
        ? t('freshnessUnknown')
        : freshness.lagEvents === 0
          ? t('asOf', { time: time(freshness.asOf) })
          : t('behind', { time: time(freshness.asOf), lag: seconds(freshness.lagSeconds) })}
    </p>
  )
}
