import { CommandStrip } from '@shared/commands/CommandStrip'
import { useConnection } from '@shared/graphql/connection'
import { useSession } from '@shared/session/session'
import { DroppedNote } from '@shared/routing/DroppedNote'
import { Loading } from '@shared/ui/states'
import { Toasts } from '@shared/ui/Toast'
import { Outlet, useRouter } from '@tanstack/react-router'
import { Suspense } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { Who } from '../features/sign-in/Who'
import { ConnectionLost } from './ConnectionLost'
import { FreshnessMark } from './FreshnessMark'
import { Gate } from './Gate'
import { Navigation } from './Navigation'
import { LanguageSwitch, ThemeSwitch } from './switches'
import styles from './Shell.module.css'

/** What surrounds every page. */
export function Shell() {
  return (
    <Suspense fallback={<Loading />}>
      <Frame />
    </Suspense>
  )
}

function Frame() {
  const { t, i18n } = useTranslation('app')
  const { simulated } = useConnection()
  const { state } = useSession()
  const isSignedIn = state === 'signedIn'
  const router = useRouter()
  return (
    <I18nProvider locale={i18n.language}>
      <RouterProvider navigate={(to) => void router.navigate({ to })}>
        <a className={styles['skip']} href="#main">
          {t('skip')}
        </a>
        <header className={styles['header']}>
          <span className={styles['brand']}>
            <img src="/icon.svg" alt="" width="28" height="28" />
            {t('product')}
          </span>
          {isSignedIn ? <Navigation /> : null}
          <div className={styles['headerEnd']}>
            {isSignedIn ? <FreshnessMark /> : null}
            <LanguageSwitch />
            <ThemeSwitch />
            <Who />
          </div>
        </header>
        {isSignedIn ? <ConnectionLost /> : null}
        {isSignedIn ? <CommandStrip /> : null}
        {simulated === true ? (
          <aside className={styles['simulated']} aria-label={t('simulated')}>
            <strong>{t('simulated')}</strong> {t('simulatedMeans')}
          </aside>
        ) : null}
        <DroppedNote />
        <main id="main" className={styles['main']} tabIndex={-1}>
          <Suspense fallback={<Loading />}>
            <Gate>
              <Outlet />
            </Gate>
          </Suspense>
        </main>
        <Toasts />
      </RouterProvider>
    </I18nProvider>
  )
}
