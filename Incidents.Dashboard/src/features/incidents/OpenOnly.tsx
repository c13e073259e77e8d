import { useExtent } from '@shared/session/may'
import { Notice } from '@shared/ui/Notice'
import { useTranslation } from 'react-i18next'

/** Says that a role sees open incidents only: counts of maps and key figures include closed ones. */
export function OpenOnly() {
  const { t } = useTranslation('incidents')
  return useExtent('row') === 'open' ? <Notice>{t('openOnly')}</Notice> : null
}
