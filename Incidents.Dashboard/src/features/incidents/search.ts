import type { IncidentOrder, IncidentStatus } from '@shared/graphql/generated/graphql'
import { day, moment, oneOf, reader, someOf, text, texts } from '@shared/routing/search'

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

export const readRegisterSearch = reader({
  city: texts(64, 50),
  district: text(200),
  category: texts(64, 200),
  status: someOf(statuses),
  device: text(100),
  from: day(),
  to: day(),
  order: oneOf(orders),
})

export const readIncidentSearch = reader({ knownAt: moment })
