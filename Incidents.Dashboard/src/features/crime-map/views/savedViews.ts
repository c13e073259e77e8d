import { useCallback, useSyncExternalStore } from 'react'
import { readSearch, type CrimeMapSearch } from '../search/search'

/** A view of the map under a name that a person gave it. */
export interface SavedView {
  readonly id: string
  readonly name: string
  readonly search: CrimeMapSearch
}

const key = 'crime-map.views'
const mostViews = 100
export const longestName = 80

const listeners = new Set<() => void>()
let known: { readonly text: string | null; readonly views: readonly SavedView[] } = { text: null, views: [] }
// What the browser did not keep is there until the page is left.
let unkept: string | undefined

/** The saved views. What is broken in the store is left out. */
export function savedViews(): readonly SavedView[] {
  const text = unkept ?? read()
  if (text !== known.text) known = { text, views: viewsOf(text) }
  return known.views
}

function read(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    // A browser may forbid it.
    return null
  }
}

function viewsOf(text: string | null): readonly SavedView[] {
  let stored: unknown
  try {
    stored = JSON.parse(text ?? '[]')
  } catch {
    return []
  }
  if (!Array.isArray(stored)) return []
  const views = (stored as readonly unknown[]).flatMap((one): SavedView[] => {
    if (typeof one !== 'object' || one === null) return []
    const { id, name, search } = one as Record<string, unknown>
    return typeof id === 'string' && typeof name === 'string' && typeof search === 'object' && search !== null
      ? [{ id, name: name.slice(0, longestName), search: readSearch(search as Record<string, unknown>) }]
      : []
  })
  return views.slice(0, mostViews)
}

/** @returns Whether the browser keeps them. */
function write(views: readonly SavedView[]): boolean {
  const text = JSON.stringify(views.slice(0, mostViews))
  let isKept = true
  try {
    localStorage.setItem(key, text)
    unkept = undefined
  } catch {
    unkept = text
    isKept = false
  }
  for (const listener of listeners) listener()
  return isKept
}

const sameName = (name: string) => (view: SavedView) => view.name.toLocaleLowerCase() === name.toLocaleLowerCase()

/** Saves a view; one of the same name is replaced. */
export function saveView(name: string, search: CrimeMapSearch): boolean {
  const id = savedViews().find(sameName(name))?.id ?? `${Date.now()}-${Math.random()}`
  return write([{ id, name, search }, ...savedViews().filter((view) => view.id !== id)])
}

export const renameView = (id: string, name: string): boolean =>
  write(
    savedViews()
      .filter((view) => view.id === id || !sameName(name)(view))
      .map((view) => (view.id === id ? { ...view, name } : view)),
  )

export const deleteView = (id: string): boolean => write(savedViews().filter((view) => view.id !== id))

export function useSavedViews(): readonly SavedView[] {
  const subscribe = useCallback((listener: () => void) => {
    listeners.add(listener)
    // Another page of the same browser may save one.
    addEventListener('storage', listener)
    return () => {
      listeners.delete(listener)
      removeEventListener('storage', listener)
    }
  }, [])
  return useSyncExternalStore(subscribe, savedViews)
}
