import type { ComponentType, ReactNode } from 'react'
import type { Need } from '../session/may'

/** A feature as the shell knows it: name, first page and icon. The name is that of its folder and of its translations. */
export interface Feature {
  readonly name: string
  readonly path: string
  readonly icon: ComponentType
  /** Who may see one of these is shown the feature. */
  readonly needs: readonly Need[]
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who may see one of these may open the page; without it everybody who is signed in may. */
    readonly needs?: readonly Need[]
    /** What is shown without sign-in, where the server has it; it shows the fallback elsewhere. */
    readonly publicView?: ComponentType<{ readonly fallback: ReactNode }>
  }
}
