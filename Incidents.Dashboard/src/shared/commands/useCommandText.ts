import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import type { CommandRow } from './commandRow'

const shown = 8

/** What a command is, in words: what is done, and to what. */
export function useCommandText() {
  const { t } = useTranslation('shared')
  return useCallback(
    ({ field, input }: Pick<CommandRow, 'field' | 'input'>) => {
      const name = t(`command.${field}`, { defaultValue: field })
      const about = ['unit', 'deviceId', 'id', 'city'].flatMap((key) => {
        const value = input[key]
        return typeof value === 'string' ? [key === 'id' ? value.slice(0, shown) : value] : []
      })
      return about.length === 0 ? name : `${name} · ${about.slice(0, 2).join(' · ')}`
    },
    [t],
  )
}
