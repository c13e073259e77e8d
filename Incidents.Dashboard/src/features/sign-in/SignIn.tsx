import { signInAddress } from '@shared/session/start'
import { useSession } from '@shared/session/session'
import { Notice } from '@shared/ui/Notice'
import { Page } from '@shared/ui/Page'
import { Panel } from '@shared/ui/Panel'
import { useTranslation } from 'react-i18next'
import { DemoUsers } from './DemoUsers'
import styles from './SignIn.module.css'

/** Signs in, and comes back to the page that was wanted. */
export function SignIn({ returnTo }: { readonly returnTo: string }) {
  const { t } = useTranslation('sign-in')
  const { isDemo } = useSession()
  return (
    <Page title={t('title')} lead={t('lead')}>
      {isDemo ? (
        <>
          <Notice>
            <p>
              <strong>{t('demo')}</strong> {t('demoMeans')}
            </p>
          </Notice>
          <Panel title={t('demoUsers')}>
            <DemoUsers />
          </Panel>
        </>
      ) : (
        <Panel title={t('provider')}>
          <div className={styles['provider']}>
            <p>{t('providerMeans')}</p>
            <a className={styles['signIn']} href={signInAddress(returnTo)}>
              {t('signIn')}
            </a>
          </div>
        </Panel>
      )}
    </Page>
  )
}
