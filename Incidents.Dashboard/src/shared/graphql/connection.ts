import { useSyncExternalStore } from 'react'

/** How far the read models had come when an answer was read. */
export interface Freshness {
  readonly lagEvents: number
  readonly lagSeconds: number
  /** When this held, by the server's clock. */
  readonly asOf: string
}

/** What the last answers said about the server, beside their data. */
export interface Connection {
  /** `lost`: the last question was not answered. It is asked again until it is. */
  readonly state: 'unknown' | 'connected' | 'lost'
  /** Whether the data are made up; null before the first answer. */
  readonly simulated: boolean | null
  /** Null before the first answer and where the store did not answer. */
  readonly freshness: Freshness | null
  /** How many times the connection was restored: components with data read it again when this changes. */
  readonly recoveries: number
}

let current: Connection = { state: 'unknown', simulated: null, freshness: null, recoveries: 0 }
const listeners = new Set<() => void>()

function change(next: Connection) {
  current = next
  for (const listener of listeners) listener()
}

function isFreshness(value: unknown): value is Freshness {
  return typeof value === 'object' && value !== null && 'lagSeconds' in value && 'lagEvents' in value && 'asOf' in value
}

/** What an answer says of its own freshness. */
export function freshnessOf(extensions: Record<string, unknown> | undefined): Freshness | null {
  const freshness = extensions?.['freshness']
  return isFreshness(freshness) ? freshness : null
}

/** A hint that an answer may not be what was meant. The answer stands. */
export interface Warning {
  /** A stable code. */
  readonly code: string
  /** A sentence in English. */
  readonly message: string
  /** The argument that it concerns, as a path. */
  readonly field: string
  readonly value: unknown
}

const none: readonly Warning[] = []

/** What an answer warns of. */
export function warningsOf(extensions: Record<string, unknown> | undefined): readonly Warning[] {
  const warnings = extensions?.['warnings']
  return Array.isArray(warnings) ? (warnings as readonly Warning[]) : none
}

/** Takes note of an answer's extensions. */
export function answered(extensions: Record<string, unknown> | undefined) {
  const simulated = extensions?.['simulated']
  change({
    state: 'connected',
    simulated: typeof simulated === 'boolean' ? simulated : current.simulated,
    freshness: freshnessOf(extensions),
    recoveries: current.recoveries + (current.state === 'lost' ? 1 : 0),
  })
}

/** Takes note that no answer came. */
export function lost() {
  if (current.state !== 'lost') change({ ...current, state: 'lost' })
}

export const connection = () => current

export const onConnection = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useConnection = () => useSyncExternalStore(onConnection, connection)
