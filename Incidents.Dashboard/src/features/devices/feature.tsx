import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const needs = ['device'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/devices',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./DevicesPage').then((module) => module.Route))

export const deviceRoutes = [page] as const

export const devices: Feature = { name: 'devices', path: '/devices', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M3 7l13 3-2 6-12-4zM8 14v6M4 20h8M17 12l4-1v5l-5-1" />
    </svg>
  )
}
