import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const needs = ['analysis'] as const

const page = createRoute({
  getParentRoute: () => rootRoute,
  path: '/rules',
  validateSearch: readSearch,
  staticData: { needs },
}).lazy(() => import('./RulesPage').then((module) => module.Route))

export const ruleRoutes = [page] as const

export const rules: Feature = { name: 'rules', path: '/rules', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M4 5h4v4H4zM4 15h4v4H4zM16 10h4v4h-4zM8 7h3l5 5M8 17h3l5-5" />
    </svg>
  )
}
