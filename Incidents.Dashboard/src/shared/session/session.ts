import { useSyncExternalStore } from 'react'
import type { May } from './may'

/** A role and the towns in which it holds: null for all towns. */
export interface Grant {
  readonly role: string
  readonly towns: readonly string[] | null
}

export interface Person {
  readonly id: string
  readonly name: string
  readonly grants: readonly Grant[]
}

/** Who uses the pages, as the server answers. */
export interface Session {
  /** `unknown` until the server has answered for the first time. */
  readonly state: 'unknown' | 'signedOut' | 'signedIn'
  readonly person: Person | null
  readonly may: May
  /** Whether demo users sign in here, without a password. */
  readonly isDemo: boolean
  readonly demoUsers: readonly Person[]
  /** Where a provider's sign-in begins. */
  readonly signInUrl: string
  /** Whether the session ended while somebody worked: the page stays as it is until they have signed in again. */
  readonly isEnded: boolean
  /** How many times somebody signed in again on this page. */
  readonly restorations: number
}

const unknown: Session = {
  state: 'unknown',
  person: null,
  may: {},
  isDemo: false,
  demoUsers: [],
  signInUrl: '/session/sign-in',
  isEnded: false,
  restorations: 0,
}

let current = unknown
const listeners = new Set<() => void>()

export const session = () => current

export function changeSession(change: Partial<Session>) {
  current = { ...current, ...change }
  for (const listener of [...listeners]) listener()
}

export const forgetSession = () => changeSession(unknown)

export function onSession(listener: () => void) {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useSession = () => useSyncExternalStore(onSession, session)
