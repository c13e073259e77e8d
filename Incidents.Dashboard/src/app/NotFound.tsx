import { Page } from '@shared/ui/Page'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function NotFound() {
  const { t } = useTranslation('app')
  return (
    <Page title={t('notFound')} lead={<Link to="/">{t('toStart')}</Link>}>
      {null}
    </Page>
  )
}
