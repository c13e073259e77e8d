import { useCallback, useRef, useState } from 'react'
import type { Size } from './view'

/** The size of the element that takes the reference; nothing until it is known. */
export function useSize(): readonly [(element: HTMLElement | null) => void, Size] {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const observer = useRef<ResizeObserver>(undefined)
  const frame = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect()
    if (!element) return
    observer.current = new ResizeObserver(() => setSize({ width: element.clientWidth, height: element.clientHeight }))
    observer.current.observe(element)
  }, [])
  return [frame, size]
}
