import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const needs = ['upkeep'] as const

const list = createRoute({
  getParentRoute: () => rootRoute,
  path: '/upkeep',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./UpkeepPage').then((module) => module.Route))

const task = createRoute({
  getParentRoute: () => rootRoute,
  path: '/upkeep/$id',
  staticData: { needs },
}).lazy(() => import('./task/TaskPage').then((module) => module.Route))

export const upkeepRoutes = [list, task] as const

export const upkeep: Feature = { name: 'upkeep', path: '/upkeep', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M12 3v18M4.5 7.5l15 9M19.5 7.5l-15 9M12 6l-2-2M12 6l2-2M12 18l-2 2M12 18l2 2" />
    </svg>
  )
}
