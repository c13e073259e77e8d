import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

// Who sees rows sees the queues; what one may do there depends on more.
const needs = ['exact'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/live',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./LivePage').then((module) => module.Route))

export const liveRoutes = [page] as const

export const live: Feature = { name: 'live', path: '/live', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <circle cx="12" cy="12" r="2.5" />
      <path d="M7 7a7 7 0 0 0 0 10M17 7a7 7 0 0 1 0 10M4 4a11 11 0 0 0 0 16M20 4a11 11 0 0 1 0 16" />
    </svg>
  )
}
