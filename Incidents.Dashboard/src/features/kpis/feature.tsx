import { isDay } from '@shared/format/days'
import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { compact, oneOf, texts } from '@shared/routing/search'
import { createRoute } from '@tanstack/react-router'

export const presets = ['last7', 'last28', 'last90', 'year', 'own'] as const
export type Preset = (typeof presets)[number]

/** What the lines of the response times show. */
export const lines = ['share', 'times'] as const
export type Line = (typeof lines)[number]

/** What the link says; what is not there stands for the last 28 days of all towns. */
export interface KpiSearch {
  readonly period?: Preset
  /** First local day of an own period. */
  readonly from?: string
  /** Last local day of an own period. */
  readonly to?: string
  readonly city?: string[]
  readonly line?: Line
}

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/kpis',
  validateSearch: (search): KpiSearch =>
    compact({
      period: oneOf(presets, search['period']),
      from: isDay(search['from']) ? search['from'] : undefined,
      to: isDay(search['to']) ? search['to'] : undefined,
      city: texts(search['city']),
      line: oneOf(lines, search['line']),
    }),
}).lazy(() => import('./KpiPage').then((module) => module.Route))

export const kpiRoutes = [page] as const

export const kpis: Feature = { name: 'kpis', path: '/kpis', icon: Icon }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M4 20V11M10 20V4M16 20v-7M21 20H3" />
    </svg>
  )
}
