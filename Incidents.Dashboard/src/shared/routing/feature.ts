import type { ComponentType, ReactNode } from 'react'
import { mayAny, type Need } from '../session/may'
import type { Session } from '../session/session'

/** A feature as the shell knows it: name, first page and icon. The name is that of its folder and of its translations. */
export interface Feature {
  readonly name: string
  readonly path: string
  readonly icon: ComponentType
  /** Who may see one of these is shown the feature. */
  readonly needs: readonly Need[]
  /** The one role that works with it, where others who may see it have no use for it. */
  readonly role?: string
}

/** Whether the navigation shows a feature to who is signed in. */
export const isShown = ({ needs, role }: Feature, { may, person }: Pick<Session, 'may' | 'person'>) =>
  mayAny(may, needs) &&
  (role === undefined || person?.grants.some((grant) => grant.role.toLowerCase() === role) === true)

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** Who may see one of these may open the page; without it everybody who is signed in may. */
    readonly needs?: readonly Need[]
    /** What is shown without sign-in, where the server has it; it shows the fallback elsewhere. */
    readonly publicView?: ComponentType<{ readonly fallback: ReactNode }>
  }
}
