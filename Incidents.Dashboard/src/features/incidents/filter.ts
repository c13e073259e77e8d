import { addDays, startOfDay } from '@shared/format/days'
import type { IncidentFilterInput } from '@shared/graphql/generated/graphql'
import type { RegisterSearch } from './search'

/** The link's filter as GraphQL asks for it. Days are those of the zone's clocks, both included. */
export function filterOf(search: RegisterSearch, zone: string): IncidentFilterInput {
  return {
    cities: search.city ?? null,
    districts: search.district === undefined ? null : [search.district],
    categories: search.category ?? null,
    statuses: search.status ?? null,
    deviceIds: search.device === undefined ? null : [search.device],
    occurredFrom: search.from === undefined ? null : startOfDay(search.from, zone),
    occurredUntil: search.to === undefined ? null : startOfDay(addDays(search.to, 1), zone),
  }
}

/** A changed filter; what is empty is left out of the link. */
export function changed(
  search: RegisterSearch,
  change: { [Key in keyof RegisterSearch]?: RegisterSearch[Key] | undefined },
): RegisterSearch {
  const entries = Object.entries({ ...search, ...change }).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  return Object.fromEntries(entries)
}
