import { useCallback, useEffect, useRef } from 'react'

const quickMilliseconds = 1_000

/**
 * Whether a change of search parameters replaces the entry of the browser's history, or is one that Back returns from.
 *
 * What passes by replaces: moving a map, playing. So does the same change again within a second, as when several towns are chosen.
 * @param passing Parameters that are not worth an entry of their own.
 */
export function useReplaces(passing: readonly string[] = []) {
  const last = useRef({ keys: '', at: 0 })
  const names = passing.join()
  return useCallback(
    (change: object) => {
      const [keys, at] = [Object.keys(change), Date.now()]
      if (keys.every((key) => names.split(',').includes(key))) return true
      const isAgain = last.current.keys === keys.join() && at - last.current.at < quickMilliseconds
      last.current = { keys: keys.join(), at }
      return isAgain
    },
    [names],
  )
}

/** Writes what a link leaves to the day on which it is opened into the address, so that a copy of it shows the same later. */
export function usePinned(isPinned: boolean, pin: () => void) {
  useEffect(() => {
    if (!isPinned) pin()
  }, [isPinned, pin])
}
