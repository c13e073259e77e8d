import { useMemo } from 'react'
import type { CrimeMapSearch } from './search'
import { settingsOf, type Settings } from './settings'

/** What the link asks for, the same object until that changes: where the map was moved to is no setting, and what depends on settings need not be drawn again. */
export function useSettings(search: CrimeMapSearch, today: string, towns: Parameters<typeof settingsOf>[2]): Settings {
  const written = JSON.stringify({ ...search, at: undefined })
  return useMemo(() => settingsOf(JSON.parse(written) as CrimeMapSearch, today, towns), [written, today, towns])
}
