import { useEffect, useRef, useState } from 'react'

/** A value that changes at most once in so many milliseconds, at once where it was still for that long; what it ends at is always shown. */
export function usePaced<Value>(value: Value, milliseconds: number): Value {
  const [shown, setShown] = useState(value)
  const shownAt = useRef(-Infinity)
  useEffect(() => {
    if (Object.is(value, shown)) return
    const show = () => {
      shownAt.current = performance.now()
      setShown(value)
    }
    const timer = setTimeout(show, Math.max(0, shownAt.current + milliseconds - performance.now()))
    return () => clearTimeout(timer)
  }, [value, shown, milliseconds])
  return shown
}
