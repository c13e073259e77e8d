import { useSession } from '@shared/session/session'
import { createLazyRoute } from '@tanstack/react-router'
import { useEffect } from 'react'
import { SignIn } from './SignIn'

export const Route = createLazyRoute('/sign-in')({ component: SignInPage })

/** The page of sign-in by its own address; who is signed in goes on to the page that was wanted. */
function SignInPage() {
  const { returnTo = '/' } = Route.useSearch()
  const { state } = useSession()
  const navigate = Route.useNavigate()
  const isOver = state === 'signedIn'
  useEffect(() => {
    if (isOver) void navigate({ href: returnTo, replace: true })
  }, [isOver, navigate, returnTo])
  return isOver ? null : <SignIn returnTo={returnTo} />
}
