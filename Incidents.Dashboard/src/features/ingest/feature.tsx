import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const needs = ['intake'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/ingest-status',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./IngestPage').then((module) => module.Route))

export const ingestRoutes = [page] as const

export const ingest: Feature = { name: 'ingest', path: '/ingest-status', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M3 12h4l3 8 4-16 3 8h4" />
    </svg>
  )
}
