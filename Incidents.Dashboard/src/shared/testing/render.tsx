import {
  RouterProvider,
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  type AnyRoute,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import i18next from 'i18next'
import { Suspense, type ReactNode } from 'react'
import { Provider } from 'urql'
import { makeClient } from '../graphql/client'
import { startTranslations } from '../i18n/i18n'
import { rootRoute } from '../routing/root'

const started = startTranslations().then(() =>
  i18next.loadNamespaces([
    'access-log',
    'administration',
    'analyses',
    'cases',
    'crime-map',
    'devices',
    'incidents',
    'ingest',
    'kpis',
    'live',
    'rules',
    'upkeep',
    'sign-in',
    'unit',
  ]),
)

/** Renders a component as on a page: with translations, a client and a router. */
export async function show(component: ReactNode) {
  const root = createRootRoute()
  const page = createRoute({ getParentRoute: () => root, path: '$', component: () => <>{component}</> })
  return open(root.addChildren([page]), '/page')
}

/** Opens an address among a feature's routes. */
export async function visit(routes: readonly AnyRoute[], address: string) {
  return open(rootRoute.addChildren(routes as AnyRoute[]), address)
}

async function open(routeTree: AnyRoute, address: string) {
  await started
  const history = createMemoryHistory({ initialEntries: [address] })
  const router = createRouter({ routeTree, history })
  await router.load()
  const shown = render(
    <Provider value={makeClient()}>
      <Suspense>
        <RouterProvider router={router as never} />
      </Suspense>
    </Provider>,
  )
  return { ...shown, router, search: () => router.state.location.search as Record<string, unknown> }
}
