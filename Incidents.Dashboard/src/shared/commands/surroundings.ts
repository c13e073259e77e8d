import type { Answer } from './answer'
import type { CommandRow } from './commandRow'
import type { CommandStore } from './commandStore'

/** Who is signed in. */
export interface Sender {
  readonly id: string
  readonly name: string
}

/** What the windows of a browser tell each other of their commands. */
export type Message =
  { readonly kind: 'changed' } | { readonly kind: 'answered'; readonly id: string; readonly answer: Answer }

/** What the queue of commands stands on: the browser, or a test. */
export interface Surroundings {
  readonly open: () => Promise<CommandStore>
  /** Sends once. Nobody answering is an answer with an error, and it comes in the end. */
  readonly send: (row: CommandRow) => Promise<Answer>
  /** Who is signed in at the server, null for nobody; fails where nobody answers. */
  readonly signedIn: () => Promise<string | null>
  /** The present by the server's clock, in milliseconds. */
  readonly now: () => number
  /** Whether the server has said what its clock is. */
  readonly knowsTime: () => boolean
  readonly newId: () => string
  /** Does a work while no other window of the browser does one of that name. */
  readonly exclusive: (name: string, work: () => Promise<void>) => Promise<void>
  readonly tell: (message: Message) => void
  /** Does something later. @returns a function that takes it back. */
  readonly later: (work: () => void, milliseconds: number) => () => void
}

/** What the pages show of the queue. */
export interface CommandState {
  /** What waits to be sent, in its order. */
  readonly waiting: readonly CommandRow[]
  /** What was refused after it had waited, and waits for a decision. */
  readonly toDecide: readonly CommandRow[]
  /** How many commands of other persons wait for them to sign in here. */
  readonly ofOthers: ReadonlyMap<string, number>
  /** How many commands of others this page has deleted, for which they did not come back. */
  readonly expired: number
  /** How many rows of the store cannot be read. */
  readonly unreadable: number
  /** Why some of it is kept by this page only, and is lost with it; null where all is kept by the browser. */
  readonly notKept: 'noStore' | 'noRoom' | null
  /** How many that had waited were carried out since they began to wait. */
  readonly sent: number
}

export const nothing: CommandState = {
  waiting: [],
  toDecide: [],
  ofOthers: new Map(),
  expired: 0,
  unreadable: 0,
  notKept: null,
  sent: 0,
}
