import { useEffect, useRef } from 'react'

/** Reads a list again when what it follows has changed; undefined where that is not known yet. */
export function useFollowing(state: string | undefined, read: () => void) {
  const seen = useRef<string>(undefined)
  useEffect(() => {
    if (state === undefined) return
    if (seen.current !== undefined && seen.current !== state) read()
    seen.current = state
  }, [state, read])
}
