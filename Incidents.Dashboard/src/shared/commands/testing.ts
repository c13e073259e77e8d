import { CombinedError } from '@urql/core'
import { afterEach, beforeEach, vi } from 'vitest'
import type { Answer } from './answer'
import { CommandQueue } from './commandQueue'
import type { CommandRow } from './commandRow'
import { openStore, type CommandStore } from './commandStore'
import type { Message, Surroundings } from './surroundings'

/** Two things that commands are about. */
export const [alert, other] = ['aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002'] as const

/** Lets tests move the timers of pages, and keeps what pages warn of out of the output. */
export function pageTimers() {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  })
  afterEach(() => {
    vi.useRealTimers()
  })
}

const lost: Answer = { error: new CombinedError({ networkError: new Error('lost') }) }

/** An event of a thing, as the server keeps it. */
export interface Event {
  readonly thing: string
  readonly command: string
  readonly by: string
  readonly field: string
  readonly occurredAt: string
}

/**
 * A server with state, by the rules of the real one: a thing is dismissed once and reinstated only then; a command that comes again with
 * its id is answered as the first time; with other content it is refused.
 */
export class FakeServer {
  readonly events: Event[] = []
  readonly asked: string[] = []
  private readonly answers = new Map<string, { readonly digest: string; readonly answer: Answer }>()
  private readonly dismissed = new Set<string>()

  take({ id, field, input }: CommandRow, by: string): Answer {
    this.asked.push(id)
    const digest = JSON.stringify([field, by, input])
    const known = this.answers.get(id)
    if (known !== undefined) return known.digest === digest ? known.answer : refused(field, 'MUTATION_CONFLICT')
    const answer = this.decide(id, field, input as { id: string; occurredAt: string }, by)
    this.answers.set(id, { digest, answer })
    return answer
  }

  private decide(
    command: string,
    field: string,
    { id: thing, occurredAt }: { id: string; occurredAt: string },
    by: string,
  ) {
    if (field === 'dismissAlert' && this.dismissed.has(thing)) return refused(field, 'ALERT_ALREADY_DISMISSED')
    if (field === 'reinstateAlert' && !this.dismissed.has(thing)) return refused(field, 'ALERT_NOT_DISMISSED')
    if (field === 'dismissAlert') this.dismissed.add(thing)
    if (field === 'reinstateAlert') this.dismissed.delete(thing)
    this.events.push({ thing, command, by, field, occurredAt })
    return done(field)
  }
}

export const done = (field: string): Answer => ({ data: { [field]: { errors: null } } })
export const refused = (field: string, code: string): Answer => ({ data: { [field]: { errors: [{ code }] } } })
export const failed: Answer = {
  error: new CombinedError({ graphQLErrors: [{ message: 'broken', extensions: { code: 'INTERNAL' } }] }),
}

/** A network between a browser and a server, which a test cuts. `answers`: what is asked arrives, and the answer is lost. */
export type Network = 'up' | 'down' | 'answers'

/** A browser: its windows share a store, a lock and a channel; a window that is closed does nothing any more. */
export class FakeBrowser {
  network: Network = 'up'
  signedIn: string | null
  clock = Date.parse('2026-03-01T05:00:00Z')
  knowsTime = true
  private readonly windows = new Set<FakeWindow>()
  private locked: Promise<void> = Promise.resolve()
  private ids = 0

  constructor(
    readonly name: string,
    readonly server: Pick<FakeServer, 'take'>,
    private readonly open: () => Promise<CommandStore> = () => openStore(`commands of ${name}`),
    private readonly random: () => number = () => 0,
  ) {
    this.signedIn = name
  }

  /** Opens a page, signed in as the browser's person. */
  openWindow(): FakeWindow {
    const window = new FakeWindow(this, () => this.windows.delete(window))
    this.windows.add(window)
    window.queue.signIn(this.signedIn === null ? null : { id: this.signedIn, name: this.signedIn })
    return window
  }

  surroundings(window: () => FakeWindow): Surroundings {
    const isOpen = () => this.windows.has(window())
    return {
      open: this.open,
      send: async (row) => {
        await this.journey()
        // What a closed page had sent arrives all the same; nobody is there for its answer.
        const way = this.network
        const answer = way === 'down' ? lost : this.server.take(row, this.signedIn ?? 'nobody')
        await this.journey()
        if (!isOpen()) return new Promise<Answer>(() => undefined)
        return way === 'up' && this.network === 'up' ? answer : lost
      },
      signedIn: async () => {
        await this.journey()
        if (this.network !== 'up') throw new Error('lost')
        return this.signedIn
      },
      now: () => this.clock,
      knowsTime: () => this.knowsTime,
      newId: () => `00000000-0000-4000-8000-${this.name.padStart(2, '0')}${String((this.ids += 1)).padStart(10, '0')}`,
      exclusive: (_, work) => this.exclusive(window, work),
      tell: (message) => this.tell(window(), message),
      later: (work, milliseconds) => {
        const timer = setTimeout(() => isOpen() && work(), milliseconds)
        return () => clearTimeout(timer)
      },
    }
  }

  private async exclusive(window: () => FakeWindow, work: () => Promise<void>) {
    const before = this.locked
    let free: () => void = () => undefined
    this.locked = new Promise((resolve) => (free = resolve))
    await before
    // A browser takes the lock back when the page is closed.
    const closed = window().closed
    await Promise.race([work(), closed]).finally(free)
  }

  private tell(from: FakeWindow, message: Message) {
    for (const window of this.windows) if (window !== from) queueMicrotask(() => window.queue.hear(message))
  }

  private journey() {
    return new Promise<void>((resolve) => setTimeout(resolve, 5 + this.random() * 40))
  }
}

export class FakeWindow {
  readonly queue: CommandQueue
  close: () => void = () => undefined
  readonly closed: Promise<void>

  constructor(browser: FakeBrowser, leave: () => void) {
    this.closed = new Promise((resolve) => {
      this.close = () => {
        leave()
        resolve()
      }
    })
    this.queue = new CommandQueue(browser.surroundings(() => this))
  }

  press(field: string, thing: string, more: object = {}) {
    return this.queue.press({ field, query: `mutation { ${field} }`, input: { id: thing, ...more }, rest: {} })
  }
}

/** Lets time go on for a browser, also for IndexedDB, whose fake waits by setImmediate. */
export async function pass(browser: FakeBrowser, milliseconds: number) {
  for (let gone = 0; gone < milliseconds; gone += 50) {
    browser.clock += 50
    await vi.advanceTimersByTimeAsync(50)
    for (let i = 0; i < 8; i++) await new Promise((resolve) => setImmediate(resolve))
  }
}

let made = 0
/** A browser of its own name, with a server. */
export function start() {
  const server = new FakeServer()
  return { server, browser: new FakeBrowser(`b${(made += 1)}`, server) }
}

/** Opens a page of a browser. */
export function opened(browser: FakeBrowser) {
  const window = browser.openWindow()
  return { queue: window.queue, press: window.press.bind(window) }
}

/** What a press resolves with, once it has. */
export function outcomeOf(press: Promise<Answer | 'waits'>) {
  const seen: (Answer | 'waits')[] = []
  void press.then((outcome) => seen.push(outcome))
  return seen
}
