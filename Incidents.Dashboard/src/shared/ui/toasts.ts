import { useSyncExternalStore } from 'react'

export interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'warn' | 'bad'
}

const shownMilliseconds = 8_000
const most = 3

let shown: readonly Toast[] = []
let last = 0
const listeners = new Set<() => void>()

function change(next: readonly Toast[]) {
  shown = next
  for (const listener of listeners) listener()
}

/** Says for a while what was done. A warning stays until it is closed. */
export function toast(text: string, tone: Toast['tone'] = 'good') {
  const id = ++last
  change([...shown, { id, text, tone }].slice(-most))
  if (tone === 'good') setTimeout(() => closeToast(id), shownMilliseconds)
}

export const closeToast = (id: number) => change(shown.filter((one) => one.id !== id))

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const useToasts = () => useSyncExternalStore(subscribe, () => shown)
