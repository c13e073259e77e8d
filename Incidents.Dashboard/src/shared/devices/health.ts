import type { DeviceHealthStatus } from '../graphql/generated/graphql'
import type { Tone } from '../ui/tone'

const tones: Readonly<Record<DeviceHealthStatus, Tone>> = {
  SUSPECTED: 'bad',
  FAULTED: 'bad',
  UNKNOWN: 'warn',
  HEALTHY: 'good',
  RETIRED: 'neutral',
}

/** A sign for each health beside its word and colour. */
export const signs: Readonly<Record<DeviceHealthStatus, string>> = {
  SUSPECTED: '?',
  FAULTED: '!',
  UNKNOWN: '–',
  HEALTHY: '✓',
  RETIRED: '×',
}

export const toneOf = (health: DeviceHealthStatus): Tone => tones[health]
