import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { lazy } from 'react'
import { readSearch } from './search'

const needs = ['totals:suppressed'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/kpis',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./KpiPage').then((module) => module.Route))

const summary = createRoute({
  getParentRoute: () => rootRoute,
  path: '/kpis/summary',
  validateSearch: readSearch,
  staticData: { needs, publicView: lazy(() => import('./PublicSummary')) },
}).lazy(() => import('./SummaryPage').then((module) => module.Route))

export const kpiRoutes = [page, summary] as const

export const kpis: Feature = { name: 'kpis', path: '/kpis', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M4 20V11M10 20V4M16 20v-7M21 20H3" />
    </svg>
  )
}
