import type { Grant } from '@shared/session/session'
import { useRoleName } from '@shared/session/useRoleName'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

type TownName = (code: string) => string | undefined

/** Roles with their towns in words: roles of the same towns are one line. */
export function useGrantTexts(townName?: TownName): (grants: readonly Grant[]) => string[] {
  const { t } = useTranslation('sign-in')
  const roleName = useRoleName()
  return useCallback(
    (grants) => {
      const byTowns = new Map<string, { towns: readonly string[] | null; roles: string[] }>()
      for (const { role, towns } of grants) {
        const key = towns === null ? '*' : towns.join(' ')
        const group = byTowns.get(key) ?? { towns, roles: [] }
        group.roles.push(roleName(role))
        byTowns.set(key, group)
      }
      const nameOf = (code: string) => townName?.(code) ?? t(`demoTowns.${code}`, { defaultValue: code })
      return [...byTowns.values()].map(({ towns, roles }) =>
        t('grant', {
          roles: roles.join(', '),
          towns: towns === null ? t('everywhere') : towns.length === 0 ? t('nowhere') : towns.map(nameOf).join(', '),
        }),
      )
    },
    [roleName, t, townName],
  )
}
