import { useSession } from '@shared/session/session'
import { Page } from '@shared/ui/Page'
import { Empty } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { useGrantTexts } from './useGrantTexts'

/** In the place of a page that the roles of the person do not see. */
export function NotAllowed() {
  const { t } = useTranslation('sign-in')
  const { person } = useSession()
  const grantTexts = useGrantTexts()
  return (
    <Page title={t('notAllowed')}>
      <div data-not-allowed>
        <Empty title={t('notAllowedRoles', { roles: grantTexts(person?.grants ?? []).join('; ') })}>
          <p>{t('notAllowedMeans')}</p>
        </Empty>
      </div>
    </Page>
  )
}
