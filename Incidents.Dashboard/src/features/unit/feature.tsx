import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'

const needs = ['mission'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unit',
  staticData: { needs },
}).lazy(() => import('./UnitPage').then((module) => module.Route))

export const unitRoutes = [page] as const

export const unit: Feature = { name: 'unit', path: '/unit', icon: Icon, needs, role: 'unit' }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M3 16v-4l2-5h14l2 5v4zM3 12h18M9 7V4h6v3" />
      <circle cx="7" cy="17" r="2" />
      <circle cx="17" cy="17" r="2" />
    </svg>
  )
}
