import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const needs = ['analysis', 'forecast'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/analyses',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./AnalysesPage').then((module) => module.Route))

export const analysesRoutes = [page] as const

export const analyses: Feature = { name: 'analyses', path: '/analyses', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M3 20h18M4 16l5-6 4 3 7-9M15 4h5v5" />
    </svg>
  )
}
