import { useSyncExternalStore } from 'react'
import { onConnection, connection } from '../graphql/connection'
import { onSession, session } from '../session/session'
import { browserSurroundings } from './browser'
import { Outlet, commandExchange } from './commandExchange'
import { CommandQueue } from './commandQueue'
import { thingsOf, type CommandRow } from './commandRow'

const outlet = new Outlet()
const around = browserSurroundings(outlet)

/** The commands of this page. */
export const commands = new CommandQueue(around)

/** The exchange by which the page's client sends commands. */
export const pageCommands = commandExchange(commands, outlet)

/** Sends what waits from now on: of whoever is signed in, and again whenever the network may be back. */
export function startCommands() {
  around.listen((message) => commands.hear(message))
  const follow = () => {
    const { state, person } = session()
    commands.signIn(state === 'signedIn' && person !== null ? { id: person.id, name: person.name } : null)
  }
  follow()
  onSession(follow)
  window.addEventListener('online', commands.retry)
  document.addEventListener('visibilitychange', commands.retry)
  let { recoveries } = connection()
  onConnection(() => {
    const now = connection().recoveries
    if (now !== recoveries) commands.retry()
    recoveries = now
  })
  // What only this page keeps is lost with it.
  window.addEventListener('beforeunload', (event) => {
    if (commands.state().notKept !== null) event.preventDefault()
  })
}

/** What waits, and what is to be decided. */
export const useCommands = () => useSyncExternalStore(commands.onChange, commands.state)

/** What waits or is to be decided about a thing, by its id, in the order in which it was pressed. */
export function useCommandsOf(thing: string): readonly CommandRow[] {
  const { waiting, toDecide } = useCommands()
  return [...toDecide, ...waiting]
    .filter((row) => thingsOf(row).has(thing.toLowerCase()))
    .toSorted((one, other) => one.seq - other.seq)
}
