import { useSyncExternalStore } from 'react'

// One timer for all clocks of the page.
const listeners = new Set<() => void>()
let now = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  timer ??= setInterval(() => {
    now = Date.now()
    listeners.forEach((tick) => tick())
  }, 1_000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The moment, each second anew, in milliseconds. */
export const useNow = () => useSyncExternalStore(subscribe, () => now)
