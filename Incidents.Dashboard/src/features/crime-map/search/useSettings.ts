import { useMemo } from 'react'
import type { CrimeMapSearch } from './search'
import { settingsOf, type Settings } from './settings'

/**
 * The settings of the link, the same object until a setting changes.
 *
 * The position of the map is not a setting, so that moving the map redraws nothing that depends on settings.
 */
export function useSettings(search: CrimeMapSearch, today: string, towns: Parameters<typeof settingsOf>[2]): Settings {
  const written = JSON.stringify({ ...search, at: undefined })
  return useMemo(() => settingsOf(JSON.parse(written) as CrimeMapSearch, today, towns), [written, today, towns])
}
