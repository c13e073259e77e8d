import { createRootRoute } from '@tanstack/react-router'

/** The route that every feature's routes hang from. The shell gives it its looks. */
export const rootRoute = createRootRoute()
