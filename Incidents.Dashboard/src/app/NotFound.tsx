import { Empty } from '@shared/ui/states'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'

export function NotFound() {
  const { t } = useTranslation('app')
  return (
    <Empty title={t('notFound')}>
      <Link to="/">{t('toStart')}</Link>
    </Empty>
  )
}
