import { useMay } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Alarms } from './Alarms'
import { Feeds } from './feeds/Feeds'
import { Keys } from './Keys'
import { Retention } from './Retention'

export const Route = createLazyRoute('/administration')({ component: AdministrationPage })

function AdministrationPage() {
  const { t } = useTranslation('administration')
  const mayKeys = useMay('keys')
  const mayFeeds = useMay('feeds')
  const mayRetention = useMay('retention')
  const mayIntake = useMay('intake')
  return (
    <Page title={t('title')} lead={t('lead')}>
      {mayKeys ? <Keys /> : null}
      {mayFeeds ? <Feeds /> : null}
      {mayRetention ? <Retention /> : null}
      {mayIntake ? <Alarms /> : null}
    </Page>
  )
}
