import { useSyncExternalStore } from 'react'
import { isPrinting, onPrinting } from '../print/printing'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const stored = 'theme'
const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const chosen = (): Theme => themes.find((theme) => theme === localStorage.getItem(stored)) ?? 'system'

// Paper is light, whatever the screen is.
const shown = (): 'light' | 'dark' =>
  isPrinting() ? 'light' : chosen() === 'dark' || (chosen() === 'system' && systemIsDark().matches) ? 'dark' : 'light'

function apply() {
  document.documentElement.dataset['theme'] = shown()
  for (const listener of listeners) listener()
}

onPrinting(apply)

function subscribe(listener: () => void) {
  listeners.add(listener)
  systemIsDark().addEventListener('change', apply)
  return () => {
    listeners.delete(listener)
    systemIsDark().removeEventListener('change', apply)
  }
}

export function chooseTheme(theme: Theme) {
  localStorage.setItem(stored, theme)
  apply()
}

/** What the person chose. */
export const useTheme = () => useSyncExternalStore(subscribe, chosen)

/** What that comes to. */
export const useShownTheme = () => useSyncExternalStore(subscribe, shown)
