import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search/search'

const needs = ['cells'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/crime-map',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./CrimeMapPage').then((module) => module.Route))

export const crimeMapRoutes = [page] as const

export const crimeMap: Feature = { name: 'crime-map', path: '/crime-map', icon: Icon, needs }

function Icon() {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M3 6l6-3 6 3 6-3v15l-6 3-6-3-6 3zM9 3v15M15 6v15" />
    </svg>
  )
}
