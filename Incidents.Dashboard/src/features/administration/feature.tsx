import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const needs = ['keys', 'retention', 'feeds'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/administration',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./AdministrationPage').then((module) => module.Route))

export const administrationRoutes = [page] as const

export const administration: Feature = { name: 'administration', path: '/administration', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <circle cx="8" cy="15" r="4" />
      <path d="M11 12l9-9M16 7l3 3M13 10l2 2" />
    </svg>
  )
}
