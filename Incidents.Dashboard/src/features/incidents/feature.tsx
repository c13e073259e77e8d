import type { Feature } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readDeviceSearch, readIncidentSearch, readRegisterSearch } from './search'

const needs = ['row'] as const

const register = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents',
  validateSearch: readRegisterSearch,
  staticData: { needs },
}).lazy(() => import('./RegisterPage').then((module) => module.Route))

const incident = createRoute({
  getParentRoute: () => rootRoute,
  path: '/incidents/$id',
  validateSearch: readIncidentSearch,
  staticData: { needs },
}).lazy(() => import('./IncidentPage').then((module) => module.Route))

const device = createRoute({
  getParentRoute: () => rootRoute,
  path: '/devices/$id',
  validateSearch: readDeviceSearch,
  staticData: { needs: ['device'] },
}).lazy(() => import('./DevicePage').then((module) => module.Route))

export const incidentRoutes = [register, incident, device] as const

export const incidents: Feature = { name: 'incidents', path: '/incidents', icon: Icon, needs }

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
      <path d="M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01" />
    </svg>
  )
}
