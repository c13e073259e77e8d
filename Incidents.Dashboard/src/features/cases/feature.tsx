import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readCaseSearch, readCasesSearch } from './search'

const needs = ['case'] as const

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases',
  validateSearch: readCasesSearch,
  staticData: { needs },
}).lazy(() => import('./CasesPage').then((module) => module.Route))

const one = createRoute({
  getParentRoute: () => rootRoute,
  path: '/cases/$id',
  validateSearch: readCaseSearch,
  staticData: { needs },
}).lazy(() => import('./CasePage').then((module) => module.Route))

export const caseRoutes = [list, one] as const

export const cases: Feature = { name: 'cases', path: '/cases', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M3 7h18v12H3zM9 7V4h6v3M3 12h18" />
    </svg>
  )
}
