import { useSyncExternalStore } from 'react'

const narrow = '(max-width: 60rem)'

/** Whether the rows are cards. The width is the style sheet's. */
export function useIsNarrow() {
  return useSyncExternalStore(
    (listener) => {
      const query = matchMedia(narrow)
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    () => matchMedia(narrow).matches,
  )
}
