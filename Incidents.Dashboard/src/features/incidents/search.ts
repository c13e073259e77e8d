import { readBoundary, readWithin } from '@shared/area/area'
import type { IncidentOrder, IncidentStatus } from '@shared/graphql/generated/graphql'
import { readHours } from '@shared/hours/hours'
import { day, moment, oneOf, reader, someOf, text, texts, where, whole } from '@shared/routing/search'
import { readNear } from './near'

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

/** Columns that can be chosen; the category leads to the incident and is always there. */
export const columnNames = [
  'status',
  'occurred',
  'known',
  'city',
  'where',
  'device',
  'description',
  'source',
  'sourceId',
  'unit',
  'victims',
] as const
export type ColumnName = (typeof columnNames)[number]
export const usualColumns: readonly ColumnName[] = ['status', 'occurred', 'known', 'city', 'where', 'device']

/** The most letters that the server searches for. */
export const mostSearched = 200

/** Search parameters of the register's link. A parameter that is missing filters nothing. */
export interface RegisterSearch {
  /** Number, words, street or device. */
  readonly search?: string
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
  /** The columns shown; the usual ones by default. */
  readonly columns?: ColumnName[]
  /** A circle, `longitude,latitude,metres`. */
  readonly near?: string
  /** They occurred at this moment or later. */
  readonly since?: string
  /** They occurred before this moment. */
  readonly until?: string
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
  /** Metres around it in which others are listed. */
  readonly radius?: number
  /** Hours before and after it in which others are listed. */
  readonly hours?: number
}

/** Search parameters of a device's link. */
export interface DeviceSearch {
  /** Its town: ids are unique within a town only. Without it the town of its last report is taken. */
  readonly city?: string
}

export const readRegisterSearch = reader({
  search: text(mostSearched),
  city: texts(64, 50),
  district: text(200),
  category: texts(64, 200),
  status: someOf(statuses),
  device: text(100),
  from: day(),
  to: day(),
  order: oneOf(orders),
  columns: someOf(columnNames),
  near: where(text(60), (written) => readNear(written) !== undefined),
  since: moment,
  until: moment,
  cells: texts(22, 500),
  within: where(text(2_000), (written) => readWithin(written) !== undefined),
  boundary: where(text(300), (written) => readBoundary(written) !== undefined),
  hours: where(text(9), (written) => readHours(written) !== undefined),
  counted: oneOf(['yes', 'no']),
})

export const readIncidentSearch = reader({ knownAt: moment, radius: whole(50, 10_000), hours: whole(1, 8_784) })

export const readDeviceSearch = reader({ city: text(64) })
