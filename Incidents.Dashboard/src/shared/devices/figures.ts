import type { RollOut, TownAvailability } from './queries'

export const kinds = ['CAMERA', 'RECORDER', 'SOS_TERMINAL'] as const
export type Kind = (typeof kinds)[number]

/** How long some devices worked, of the time for which they were accepted. */
export interface Worked {
  readonly devices: number
  readonly neverHeard: number
  readonly accepted: number
  readonly silent: number
  readonly faulted: number
}

const nothing: Worked = { devices: 0, neverHeard: 0, accepted: 0, silent: 0, faulted: 0 }

/** Devices of several towns or kinds together: their time adds up, so that a town of many counts for more than one of few. */
export const workedOf = (parts: readonly TownAvailability[]): Worked =>
  parts.reduce(
    (sum, part) => ({
      devices: sum.devices + part.devices,
      neverHeard: sum.neverHeard + part.neverHeard,
      accepted: sum.accepted + part.acceptedSeconds,
      silent: sum.silent + part.silentSeconds,
      faulted: sum.faulted + part.faultedSeconds,
    }),
    nothing,
  )

/** The share of the time in which they were neither silent nor faulted; null where there is no such time. */
export const availableShare = ({ accepted, silent, faulted }: Worked): number | null =>
  accepted > 0 ? 1 - (silent + faulted) / accepted : null

/** The towns of an answer, each with what its kinds say. */
export function byTown(parts: readonly TownAvailability[]): ReadonlyMap<string, readonly TownAvailability[]> {
  const towns = new Map<string, TownAvailability[]>()
  for (const part of parts) towns.set(part.city, [...(towns.get(part.city) ?? []), part])
  return towns
}

export interface Year {
  readonly year: string
  readonly planned: number
  readonly installed: number
  readonly accepted: number
}

/** How many were planned, installed and accepted by the end of each year, from the beginning on. */
export function yearsOf({ months }: Pick<RollOut, 'months'>): Year[] {
  const years = new Map<string, Year>()
  for (const { month, planned, installed, accepted } of months) {
    const year = month.slice(0, 4)
    const before = years.get(year) ?? { year, planned: 0, installed: 0, accepted: 0 }
    years.set(year, {
      year,
      planned: before.planned + planned,
      installed: before.installed + installed,
      accepted: before.accepted + accepted,
    })
  }
  let sum: Year = { year: '', planned: 0, installed: 0, accepted: 0 }
  return [...years.values()]
    .toSorted((a, b) => (a.year < b.year ? -1 : 1))
    .map((one) => {
      sum = {
        year: one.year,
        planned: sum.planned + one.planned,
        installed: sum.installed + one.installed,
        accepted: sum.accepted + one.accepted,
      }
      return sum
    })
}
