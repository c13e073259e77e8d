import type { IncidentOrder, IncidentStatus } from '@shared/graphql/generated/graphql'
import { isDay } from '@shared/format/days'
import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { compact, oneOf, someOf, text, texts } from '@shared/routing/search'
import { createRoute } from '@tanstack/react-router'

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

/** What the register's link says; what is not there is not asked for. */
export interface RegisterSearch {
  readonly city?: string[]
  readonly district?: string
  readonly category?: string[]
  readonly status?: IncidentStatus[]
  readonly device?: string
  /** First local day on which they occurred. */
  readonly from?: string
  /** Last local day on which they occurred. */
  readonly to?: string
  readonly order?: IncidentOrder
}

export interface IncidentSearch {
  /** How it looked then. */
  readonly knownAt?: string
}

const register = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents',
  validateSearch: (search): RegisterSearch =>
    compact({
      city: texts(search['city']),
      district: text(search['district']),
      category: texts(search['category']),
      status: someOf(statuses, search['status']),
      device: text(search['device']),
      from: isDay(search['from']) ? search['from'] : undefined,
      to: isDay(search['to']) ? search['to'] : undefined,
      order: oneOf(orders, search['order']),
    }),
}).lazy(() => import('./RegisterPage').then((module) => module.Route))

const incident = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/$id',
  validateSearch: (search): IncidentSearch => {
    const knownAt = text(search['knownAt'])
    return compact({ knownAt: knownAt !== undefined && !Number.isNaN(Date.parse(knownAt)) ? knownAt : undefined })
  },
}).lazy(() => import('./IncidentPage').then((module) => module.Route))

export const incidentRoutes = [register, incident] as const

export const incidents: Feature = { name: 'incidents', path: '/incidents', icon: Icon }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01" />
    </svg>
  )
}
