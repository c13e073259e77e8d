import { client } from '../graphql/client'
import { graphql } from '../graphql/generated'
import { mayOf, type May } from './may'
import { changeSession, session, type Grant, type Person, type Session } from './session'

const again = 2_000
const channelName = 'incidents-session'

const meQuery = graphql(`
  query Me {
    me {
      may
    }
  }
`)

/** What `GET /session` answers. */
interface SessionAnswer {
  readonly signedIn: boolean
  readonly id: string | null
  readonly name: string | null
  readonly grants: readonly Grant[] | null
  readonly isDemo: boolean
  readonly demoUsers: readonly Person[] | null
  readonly signInUrl: string | null
}

type Known = Pick<Session, 'person' | 'isDemo' | 'demoUsers' | 'signInUrl'>

/** Asks the server who is signed in, until it answers. */
export async function startSession(): Promise<void> {
  for (;;) {
    try {
      await readSession()
      return
    } catch {
      await new Promise((resolve) => setTimeout(resolve, again))
    }
  }
}

async function readSession() {
  const known = await ask()
  changeSession({
    ...known,
    state: known.person === null ? 'signedOut' : 'signedIn',
    may: known.person === null ? {} : await askMay(known.person.grants),
    isEnded: false,
  })
}

async function ask(): Promise<Known> {
  const response = await fetch('/session', { headers: { accept: 'application/json' }, cache: 'no-store' })
  if (!response.ok) throw new Error(`/session answered ${response.status}.`)
  const { signedIn, id, name, grants, isDemo, demoUsers, signInUrl } = (await response.json()) as SessionAnswer
  return {
    person: signedIn ? { id: id ?? '', name: name ?? id ?? '', grants: grants ?? [] } : null,
    isDemo,
    demoUsers: demoUsers ?? [],
    signInUrl: signInUrl ?? '/session/sign-in',
  }
}

async function askMay(grants: readonly Grant[]): Promise<May> {
  const { data, error } = await client.query(meQuery, {}, { requestPolicy: 'network-only' }).toPromise()
  if (!data?.me) throw new Error(error?.message ?? 'The server does not say what may be seen.')
  return mayOf(data.me.may, grants)
}

/** Signs in as a demo user; false where the server refused. */
export async function signInAsDemo(user: string): Promise<boolean> {
  const response = await post('/session/demo', { user })
  if (!response.ok) return false
  await resume()
  tellOtherWindows()
  return true
}

/** Signs out, here and at the provider. */
export async function signOut() {
  const response = await post('/session/sign-out', {})
  const { redirect } = response.ok ? ((await response.json()) as { redirect?: string | null }) : {}
  location.assign(redirect ?? '/sign-in')
}

/** Goes on after a sign-in: as the same person with what is on the page, as another with a page loaded anew. */
export async function resume() {
  const before = session()
  if (before.person === null && !before.isEnded) return startSession()
  const { person } = await ask()
  if (person === null) return
  if (person.id !== before.person?.id) location.reload()
  else if (session().isEnded) changeSession({ isEnded: false, restorations: before.restorations + 1 })
}

/** Tells the other windows of this browser that somebody has signed in here. */
export function tellOtherWindows() {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage('signedIn')
  channel.close()
}

/** Notices a sign-in in another window: what is done on a page of one person must not be sent as another. */
export function watchOtherWindows() {
  const look = () => {
    // A page of nobody waits for its own sign-in. Where the server does not answer it is asked at the next look.
    if (session().person !== null) void resume().catch(() => undefined)
  }
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', look)
  window.addEventListener('focus', look)
  return () => {
    channel.close()
    window.removeEventListener('focus', look)
  }
}

/** Where a provider's sign-in begins, and to which page of this server it comes back. */
export const signInAddress = (returnTo: string) =>
  `${session().signInUrl}?${new URLSearchParams({ returnTo }).toString()}`

const post = (address: string, body: object) =>
  fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  })
