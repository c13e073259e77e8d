import { addDays } from '@shared/format/days'
import type { IncidentFilterInput } from '@shared/graphql/generated/graphql'
import type { RegisterSearch } from './search'

/** The link's filter as GraphQL asks for it. Days are local to each town; the link's last day is included. */
export function filterOf(search: RegisterSearch): IncidentFilterInput {
  return {
    cities: search.city ?? null,
    districts: search.district === undefined ? null : [search.district],
    categories: search.category ?? null,
    statuses: search.status ?? null,
    deviceIds: search.device === undefined ? null : [search.device],
    from: search.from ?? null,
    until: search.to === undefined ? null : addDays(search.to, 1),
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
