import { writeBoundary, writeWithin, type Area } from '@shared/area/area'
import type { IncidentFilterInput } from '@shared/graphql/generated/graphql'
import { hoursAround, hoursOfAWeek, writeHours } from '@shared/hours/hours'
import { writeCell, type Cell } from '../cells/cells'
import { hoursOnMap } from '../hours/hoursOnMap'
import { untilOf } from '../search/period'
import type { Settings } from '../search/settings'

/** A cell or an area whose incidents are listed. */
export type Place = { readonly kind: 'cell'; readonly cell: Cell } | Area

/** Whether the register lists what the map counts: incidents, as they are known now. */
export const isInRegister = ({ measure, knownAt }: Settings) => measure === 'INCIDENTS' && knownAt === null

/** The incidents of the place that the map counts. */
export function filterOfPlace(settings: Settings, place: Place): IncidentFilterInput {
  const { period, categories } = settings
  return {
    from: period.from,
    until: untilOf(period),
    categories: categories.length === 0 ? null : [...categories],
    hoursOfWeek: hoursOnMap(settings),
    isCounted: true,
    ...(place.kind === 'cell'
      ? { cells: [writeCell(place.cell)] }
      : place.kind === 'within'
        ? { within: [...place.points] }
        : { boundary: { set: place.set, name: place.name, at: period.to } }),
  }
}

/** The same as search parameters of the register. */
export function registerSearchOf(settings: Settings, place: Place) {
  const { period, categories } = settings
  const hours = hoursAround(hoursOnMap(settings) ?? Array.from({ length: hoursOfAWeek }, (_, hour) => hour))
  return {
    from: period.from,
    to: period.to,
    ...(categories.length === 0 ? {} : { category: [...categories] }),
    ...(hours ? { hours: writeHours(hours) } : {}),
    counted: 'yes' as const,
    ...(place.kind === 'cell'
      ? { cells: [writeCell(place.cell)] }
      : place.kind === 'within'
        ? { within: writeWithin(place.points) }
        : { boundary: writeBoundary(place) }),
  }
}
