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
  /** Of which it is not known whether they worked. */
  readonly unknown: number
}

const nothing: Worked = { devices: 0, neverHeard: 0, accepted: 0, silent: 0, faulted: 0, unknown: 0 }

/** Devices of several towns or kinds together: their time adds up, so that a town of many counts for more than one of few. */
export const workedOf = (parts: readonly TownAvailability[]): Worked =>
  parts.reduce(
    (sum, part) => ({
      devices: sum.devices + part.devices,
      neverHeard: sum.neverHeard + part.neverHeard,
      accepted: sum.accepted + part.acceptedSeconds,
      silent: sum.silent + part.silentSeconds,
      faulted: sum.faulted + part.faultedSeconds,
      unknown: sum.unknown + part.unknownSeconds,
    }),
    nothing,
  )

/** The share of the known time in which they were neither silent nor faulted; null where there is no such time. */
export const availableShare = ({ accepted, silent, faulted, unknown }: Worked): number | null =>
  accepted > unknown ? 1 - (silent + faulted) / (accepted - unknown) : null

/** The towns of an answer, each with what its kinds say. */
export function byTown(parts: readonly TownAvailability[]): ReadonlyMap<string, readonly TownAvailability[]> {
  const towns = new Map<string, TownAvailability[]>()
  for (const part of parts) towns.set(part.city, [...(towns.get(part.city) ?? []), part])
  return towns
}

export interface Year {
  readonly year: number
  readonly target: number
  readonly planned: number
  readonly installed: number
  readonly accepted: number
}

/** All kinds together against the plan at the end of each year, from the first on. */
export function yearsOf({ years }: Pick<RollOut, 'years'>): Year[] {
  const sums = new Map<number, Year>()
  for (const { year, target, planned, installed, accepted } of years) {
    const before = sums.get(year) ?? { year, target: 0, planned: 0, installed: 0, accepted: 0 }
    sums.set(year, {
      year,
      target: before.target + target,
      planned: before.planned + planned,
      installed: before.installed + installed,
      accepted: before.accepted + accepted,
    })
  }
  return [...sums.values()].toSorted((a, b) => a.year - b.year)
}
