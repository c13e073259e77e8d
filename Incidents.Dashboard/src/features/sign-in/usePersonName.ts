import { useSession, type Person } from '@shared/session/session'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** The name of a person; the server names demo users in English. */
export function usePersonName() {
  const { t } = useTranslation('sign-in')
  const { isDemo } = useSession()
  return useCallback(
    ({ id, name }: Person) => (isDemo ? t(`demoNames.${id}`, { defaultValue: name }) : name),
    [t, isDemo],
  )
}
