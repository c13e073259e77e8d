import { useEffect, useRef, type RefObject } from 'react'

/**
 * Keeps the focus in the board: where the element that has it goes away, the list has it next, else the board itself.
 *
 * A page that is worked with by keys must not lose them because a button or the last row is gone.
 */
export function useFocusKept(board: RefObject<HTMLElement | null>, list: RefObject<HTMLElement | null>) {
  const isHere = useRef(false)
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      isHere.current = target instanceof Node && board.current?.contains(target) === true
    }
    document.addEventListener('focusin', onFocus)
    return () => document.removeEventListener('focusin', onFocus)
  }, [board])
  // After every drawing: any of them may have taken the element away.
  useEffect(() => {
    if (!isHere.current || document.activeElement !== document.body) return
    const place = list.current ?? board.current
    place?.focus({ preventScroll: true })
  })
}
