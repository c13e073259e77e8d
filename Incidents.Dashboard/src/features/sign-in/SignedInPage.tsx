import { tellOtherWindows } from '@shared/session/start'
import { Page } from '@shared/ui/Page'
import { createLazyRoute } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'

export const Route = createLazyRoute('/signed-in')({ component: SignedInPage })

/** Where a provider's sign-in in a window of its own ends: the page that opened it goes on. */
function SignedInPage() {
  const { t } = useTranslation('sign-in')
  useEffect(() => {
    tellOtherWindows()
    window.close()
  }, [])
  return (
    <Page title={t('signedIn')} lead={t('signedInMeans')}>
      {null}
    </Page>
  )
}
