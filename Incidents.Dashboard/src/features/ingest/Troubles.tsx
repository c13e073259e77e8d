import { Notice } from '@shared/ui/Notice'
import { useTranslation } from 'react-i18next'
import type { Status } from './queries'

/** Faults that somebody must repair; nothing where there are none. */
export function Troubles({ status }: { readonly status: Status }) {
  const { t } = useTranslation(['ingest', 'shared'])
  return (
    <>
      {status.isStoreAway ? <Notice tone="bad">{t('storeIsAway')}</Notice> : null}
      {status.pausedShards.map((shard) => (
        <Notice key={shard.name} tone="bad">
          <div>
            <strong>{t('paused', { name: shard.name })}</strong>
            {shard.failure == null ? null : (
              <p>
                {t('shared:technical')}: <code lang="en">{shard.failure.split('\n')[0]}</code>
              </p>
            )}
          </div>
        </Notice>
      ))}
    </>
  )
}
