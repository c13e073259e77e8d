import { isDay } from '@shared/format/days'
import type { IncidentOrder, IncidentStatus } from '@shared/graphql/generated/graphql'
import { compact, oneOf, someOf, text, texts } from '@shared/routing/search'

export const statuses = [
  'OPEN',
  'ASSIGNED',
  'ON_SCENE',
  'RESOLVED',
  'CLOSED',
  'WITHDRAWN',
  'MERGED',
  'REGISTERED',
] as const satisfies readonly IncidentStatus[]
export const orders = [
  'OCCURRED_DESCENDING',
  'OCCURRED_ASCENDING',
  'KNOWN_DESCENDING',
  'KNOWN_ASCENDING',
] as const satisfies readonly IncidentOrder[]

/** Search parameters of the register's link. A parameter that is missing filters nothing. */
export interface RegisterSearch {
  readonly city?: string[]
  readonly district?: string
  readonly category?: string[]
  readonly status?: IncidentStatus[]
  readonly device?: string
  /** First local day on which the incidents occurred. */
  readonly from?: string
  /** Last local day on which the incidents occurred. */
  readonly to?: string
  readonly order?: IncidentOrder
}

/** Search parameters of an incident's link. */
export interface IncidentSearch {
  /** Shows the incident as it was known at this time; now by default. */
  readonly knownAt?: string
}

export function readRegisterSearch(search: Record<string, unknown>): RegisterSearch {
  return compact({
    city: texts(search['city']),
    district: text(search['district']),
    category: texts(search['category']),
    status: someOf(statuses, search['status']),
    device: text(search['device']),
    from: isDay(search['from']) ? search['from'] : undefined,
    to: isDay(search['to']) ? search['to'] : undefined,
    order: oneOf(orders, search['order']),
  })
}

export function readIncidentSearch(search: Record<string, unknown>): IncidentSearch {
  const knownAt = text(search['knownAt'])
  return compact({ knownAt: knownAt !== undefined && !Number.isNaN(Date.parse(knownAt)) ? knownAt : undefined })
}
