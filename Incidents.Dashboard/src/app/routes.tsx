import { rootRoute } from '@shared/routing/root'
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { analysesRoutes } from '../features/analyses/feature'
import { crimeMapRoutes } from '../features/crime-map/feature'
import { incidentRoutes } from '../features/incidents/feature'
import { ingestRoutes } from '../features/ingest/feature'
import { kpiRoutes } from '../features/kpis/feature'
import { NotFound } from './NotFound'
import { RouteFailed } from './RouteFailed'
import { Shell } from './Shell'

rootRoute.update({ component: Shell, notFoundComponent: NotFound })

const start = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/crime-map', replace: true })
  },
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    start,
    ...crimeMapRoutes,
    ...analysesRoutes,
    ...incidentRoutes,
    ...kpiRoutes,
    ...ingestRoutes,
  ]),
  defaultErrorComponent: RouteFailed,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
