import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const needs = ['log'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/access-log',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./AccessLogPage').then((module) => module.Route))

export const accessLogRoutes = [page] as const

export const accessLog: Feature = { name: 'access-log', path: '/access-log', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7z" />
      <circle cx="12" cy="12" r="3" />
    </svg>
  )
}
