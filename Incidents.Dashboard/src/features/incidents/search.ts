import { readBoundary, readWithin } from '@shared/area/area'
import type { IncidentOrder, IncidentStatus } from '@shared/graphql/generated/graphql'
import { readHours } from '@shared/hours/hours'
import { day, moment, oneOf, reader, someOf, text, texts, where } from '@shared/routing/search'

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
  /** Cells of the map, `zoom/x/y`. */
  readonly cells?: string[]
  /** Corners of a polygon, `longitude,latitude;…`. */
  readonly within?: string
  /** A boundary, `set/name`. */
  readonly boundary?: string
  /** Hours of the week as the crime map writes them, `5-6,18-23` or `5T22-1T3`. */
  readonly hours?: string
  /** Only those that are counted, as the maps count them, or only the others. */
  readonly counted?: 'yes' | 'no'
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
  cells: texts(22, 500),
  within: where(text(2_000), (written) => readWithin(written) !== undefined),
  boundary: where(text(300), (written) => readBoundary(written) !== undefined),
  hours: where(text(9), (written) => readHours(written) !== undefined),
  counted: oneOf(['yes', 'no']),
})

export const readIncidentSearch = reader({ knownAt: moment })
