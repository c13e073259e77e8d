import type { DeviceCount } from './queries'

export const columns = ['CAMERA', 'RECORDER', 'SOS_TERMINAL', 'retired', 'unregistered'] as const
type Row = Record<(typeof columns)[number], number>

/** A town's devices in service by kind, and those that are not. */
export interface TownDevices extends Row {
  readonly city: string
}

const none: Row = { CAMERA: 0, RECORDER: 0, SOS_TERMINAL: 0, retired: 0, unregistered: 0 }

export function townsOf(counts: readonly DeviceCount[]): TownDevices[] {
  const towns = new Map<string, TownDevices>()
  for (const { city, kind, inService, retired, unregistered } of counts) {
    const town = towns.get(city) ?? { city, ...none }
    if (kind != null) town[kind] += inService
    town.retired += retired
    town.unregistered += unregistered
    towns.set(city, town)
  }
  return [...towns.values()]
}

export const totalOf = (towns: readonly Row[]): Row =>
  towns.reduce(
    (sum, town) => columns.reduce((row, column) => ({ ...row, [column]: row[column] + town[column] }), sum),
    none,
  )
