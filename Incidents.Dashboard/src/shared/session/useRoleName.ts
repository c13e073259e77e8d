import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** The name of a role in the page's language. Tokens write `feed-receiver`, GraphQL writes `FEED_RECEIVER`. */
export function useRoleName() {
  const { t } = useTranslation('shared')
  return useCallback(
    (role: string) => t(`role.${role.toLowerCase().replaceAll(/[-_]/g, '')}`, { defaultValue: role }),
    [t],
  )
}
