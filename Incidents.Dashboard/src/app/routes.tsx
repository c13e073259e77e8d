import { isShown } from '@shared/routing/feature'
import { rootRoute } from '@shared/routing/root'
import { onSession, session } from '@shared/session/session'
import { createRoute, createRouter, redirect } from '@tanstack/react-router'
import { accessLogRoutes } from '../features/access-log/feature'
import { administrationRoutes } from '../features/administration/feature'
import { analysesRoutes } from '../features/analyses/feature'
import { caseRoutes } from '../features/cases/feature'
import { crimeMapRoutes } from '../features/crime-map/feature'
import { deviceRoutes } from '../features/devices/feature'
import { incidentRoutes } from '../features/incidents/feature'
import { ingestRoutes } from '../features/ingest/feature'
import { kpiRoutes } from '../features/kpis/feature'
import { liveRoutes } from '../features/live/feature'
import { ruleRoutes } from '../features/rules/feature'
import { sessionRoutes } from '../features/sign-in/feature'
import { unitRoutes } from '../features/unit/feature'
import { upkeepRoutes } from '../features/upkeep/feature'
import { features } from './features'
import { NotFound } from './NotFound'
import { RouteFailed } from './RouteFailed'
import { Shell } from './Shell'

rootRoute.update({ component: Shell, notFoundComponent: NotFound })

const start = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: () => {
    const { state } = session()
    const first = features.find((feature) => isShown(feature, session()))
    // Who signs in here goes on to the first page that they may see.
    if (state === 'signedIn' && first) throw redirect({ to: first.path, replace: true })
  },
})

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    start,
    ...liveRoutes,
    ...crimeMapRoutes,
    ...analysesRoutes,
    ...ruleRoutes,
    ...incidentRoutes,
    ...deviceRoutes,
    ...caseRoutes,
    ...kpiRoutes,
    ...upkeepRoutes,
    ...ingestRoutes,
    ...accessLogRoutes,
    ...administrationRoutes,
    ...unitRoutes,
    ...sessionRoutes,
  ]),
  defaultErrorComponent: RouteFailed,
  defaultPreload: 'intent',
  scrollRestoration: true,
})

let before = session().state
onSession(() => {
  const { state } = session()
  if (state !== before) void router.invalidate()
  before = state
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
