import { graphql } from '@shared/graphql/generated'
import { useConnection } from '@shared/graphql/connection'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useTranslation } from 'react-i18next'
import styles from './ConnectionLost.module.css'

const heartbeat = graphql(`
  query Heartbeat {
    serverTime
  }
`)

const everySeconds = 10

/** Notices a lost connection even on a page that asks nothing, says so, and goes away by itself. */
export function ConnectionLost() {
  const { t } = useTranslation('app')
  useAnswer(heartbeat, {}, { everySeconds })
  const { state } = useConnection()
  return (
    <div role="status" aria-live="polite">
      {state === 'lost' ? (
        <p className={styles['lost']}>
          <strong>{t('connectionLost')}</strong> {t('connectionLostMeans')}
        </p>
      ) : null}
    </div>
  )
}
