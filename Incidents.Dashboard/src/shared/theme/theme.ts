import { useSyncExternalStore } from 'react'

export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const stored = 'theme'
const systemIsDark = () => matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const chosen = (): Theme => themes.find((theme) => theme === localStorage.getItem(stored)) ?? 'system'
// Paper is light, whatever the screen is.
let isPrinting = false

const shown = (): 'light' | 'dark' =>
  isPrinting ? 'light' : chosen() === 'dark' || (chosen() === 'system' && systemIsDark().matches) ? 'dark' : 'light'

function apply() {
  document.documentElement.dataset['theme'] = shown()
  for (const listener of listeners) listener()
}

function print(prints: boolean) {
  isPrinting = prints
  apply()
}

addEventListener('beforeprint', () => print(true))
addEventListener('afterprint', () => print(false))

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
