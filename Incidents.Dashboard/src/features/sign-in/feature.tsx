import { rootRoute } from '@shared/routing/root'
import { createRoute } from '@tanstack/react-router'
import { readSearch } from './search'

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: readSearch,
}).lazy(() => import('./SignInPage').then((module) => module.Route))

const signedIn = createRoute({
  getParentRoute: () => rootRoute,
  path: '/signed-in',
}).lazy(() => import('./SignedInPage').then((module) => module.Route))

export const sessionRoutes = [signIn, signedIn] as const
