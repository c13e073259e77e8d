import { compact } from '@shared/routing/search'
import { useReplaces } from '@shared/routing/useHistory'
import { useMay } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { Link, createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Entries } from './Entries'
import { EntryPanel } from './EntryPanel'
import { UnusualSearches } from './UnusualSearches'
import { WatchList } from './WatchList'
import { views, type Change } from './search'
import styles from './AccessLog.module.css'

export const Route = createLazyRoute('/access-log')({ component: AccessLogPage })

function AccessLogPage() {
  const { t } = useTranslation('access-log')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const mayAudit = useMay('audit')
  const view = search.view ?? 'entries'
  const change = (what: Change) =>
    void navigate({ search: (before) => compact({ ...before, ...what }), replace: replaces(what) })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <nav className={styles['views']} aria-label={t('title')}>
        {views.map((one) => (
          <Link
            key={one}
            to="/access-log"
            search={one === 'entries' ? {} : { view: one }}
            aria-current={one === view ? 'page' : undefined}
          >
            {t(`views.${one}`)}
          </Link>
        ))}
      </nav>
      {search.entry === undefined ? null : (
        <EntryPanel key={search.entry} id={search.entry} onClose={() => change({ entry: undefined })} />
      )}
      {view === 'unusual' ? (
        <UnusualSearches search={search} onChange={change} />
      ) : view === 'watch' ? (
        <WatchList mayChange={mayAudit} />
      ) : (
        <Entries search={search} onChange={change} />
      )}
    </Page>
  )
}
