import { readBoundary, readWithin } from '@shared/area/area'
import { addDays } from '@shared/format/days'
import type { IncidentFilterInput } from '@shared/graphql/generated/graphql'
import { hoursOfWeek, readHours } from '@shared/hours/hours'
import { readNear } from './near'
import type { RegisterSearch } from './search'

/** The link's filter as GraphQL asks for it. Days are local to each town; the link's last day is included. */
export function filterOf(search: RegisterSearch): IncidentFilterInput {
  const hours = readHours(search.hours)
  return {
    search: search.search ?? null,
    cities: search.city ?? null,
    districts: search.district === undefined ? null : [search.district],
    categories: search.category ?? null,
    statuses: search.status ?? null,
    deviceIds: search.device === undefined ? null : [search.device],
    from: search.from ?? null,
    until: search.to === undefined ? null : addDays(search.to, 1),
    occurredFrom: search.since ?? null,
    occurredUntil: search.until ?? null,
    near: readNear(search.near) ?? null,
    cells: search.cells ?? null,
    within: readWithin(search.within) ?? null,
    boundary: readBoundary(search.boundary) ?? null,
    hoursOfWeek: hours ? hoursOfWeek(hours) : null,
    isCounted: search.counted === undefined ? null : search.counted === 'yes',
  }
}

export type Change = { [Key in keyof RegisterSearch]?: RegisterSearch[Key] | undefined }

/** A changed filter; what is empty is left out of the link. */
export function changed(search: RegisterSearch, change: Change): RegisterSearch {
  const entries = Object.entries({ ...search, ...change }).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(entries)
}
