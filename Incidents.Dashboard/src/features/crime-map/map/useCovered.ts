import { usePrinting } from '@shared/print/printing'
import { useSyncExternalStore } from 'react'
import type { Covered } from './view'

const narrow = '(max-width: 60rem)'
const beside: Covered = { left: 372, top: 24, right: 292, bottom: 128 }
const below: Covered = { left: 12, top: 12, right: 12, bottom: 12 }

/** What the panels cover of the map: nothing on paper. The width is the style sheet's. */
export function useCovered(): Covered {
  const isNarrow = useSyncExternalStore(
    (listener) => {
      const query = matchMedia(narrow)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(narrow).matches,
  )
  return usePrinting() || isNarrow ? below : beside
}
