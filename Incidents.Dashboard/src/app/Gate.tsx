import { mayAny } from '@shared/session/may'
import { useSession } from '@shared/session/session'
import { Loading } from '@shared/ui/states'
import { useLocation, useMatches } from '@tanstack/react-router'
import { lazy, Suspense, type ReactNode } from 'react'
import { NotAllowed } from '../features/sign-in/NotAllowed'

const SignIn = lazy(() => import('../features/sign-in/SignIn').then((module) => ({ default: module.SignIn })))
const SessionEnded = lazy(() => import('../features/sign-in/SessionEnded'))

/** The page, or what is in its place for who is not signed in or may not see it. */
export function Gate({ children }: { readonly children: ReactNode }) {
  const { state, may, isEnded } = useSession()
  const href = useLocation({ select: (location) => location.href })
  const { needs, publicView: PublicView } = useMatches({ select: (matches) => matches.at(-1)?.staticData ?? {} })
  if (state === 'unknown') return <Loading />
  if (state === 'signedOut') {
    const signIn = <SignIn returnTo={href} />
    return PublicView ? <PublicView fallback={signIn} /> : signIn
  }
  if (needs !== undefined && !mayAny(may, needs)) return <NotAllowed />
  return (
    <>
      {children}
      {isEnded ? (
        <Suspense>
          <SessionEnded />
        </Suspense>
      ) : null}
    </>
  )
}
