/** What the server sends for one subscription. */
export interface Sink<Data> {
  readonly next: (answer: { readonly data?: Data | null; readonly errors?: readonly object[] }) => void
  /** The connection broke, or the server refused. */
  readonly error: (error: unknown) => void
  readonly complete: () => void
}

export interface Request {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** One connection for all subscriptions of a page. */
export interface Transport {
  readonly subscribe: <Data>(request: Request, sink: Sink<Data>) => () => void
  readonly isConnected: () => boolean
  /** Calls back once the connection stands. */
  readonly onConnected: (listener: () => void) => () => void
  /** Breaks the connection off: the subscriptions hear of it. */
  readonly drop: () => void
  readonly close: () => void
}

/** What a page says of its connection. */
export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'reconnecting'; readonly since: number }

/** What is said of several subscriptions together: the worst of them. */
export const worstOf = (states: readonly StreamState[]): StreamState =>
  states.find(({ kind }) => kind === 'reconnecting') ??
  states.find(({ kind }) => kind === 'connecting') ?? { kind: 'connected' }

interface Options<Data> {
  readonly transport: Transport
  /** The request that goes on after a position; null from now on. */
  readonly request: () => Request
  readonly onData: (data: Data) => void
  readonly onState: (state: StreamState) => void
  /** The connection stands again after it was lost. */
  readonly onRecovered?: () => void
  readonly now?: () => number
  readonly random?: () => number
}

const firstWait = 500
const longestWait = 8_000

/**
 * Keeps a subscription up: after a break it subscribes again, later and later, and after what is here already.
 *
 * Neither protocol of subscriptions resumes by itself, so that each request names the position to go on after.
 * @returns Ends it.
 */
export function keepStream<Data>(options: Options<Data>): () => void {
  const { transport, request, onData, onState, onRecovered } = options
  const now = options.now ?? Date.now
  const random = options.random ?? Math.random
  let end: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let lostAt: number | undefined
  let tries = 0
  let isOver = false

  const up = () => {
    if (isOver) return
    tries = 0
    const wasLost = lostAt !== undefined
    lostAt = undefined
    onState({ kind: 'connected' })
    if (wasLost) onRecovered?.()
  }
  const down = (generation: () => void) => {
    if (isOver || end !== generation) return
    end = undefined
    lostAt ??= now()
    onState({ kind: 'reconnecting', since: lostAt })
    // Half of the wait is chance, so that all pages do not come back at once.
    const wait = Math.min(longestWait, firstWait * 2 ** tries) * (0.5 + random() / 2)
    tries += 1
    timer = setTimeout(start, wait)
  }
  const start = () => {
    clearTimeout(timer)
    if (isOver || end !== undefined) return
    if (typeof navigator !== 'undefined' && !navigator.onLine) return
    const running: { stop?: () => void } = {}
    const generation = () => running.stop?.()
    end = generation
    running.stop = transport.subscribe<Data>(request(), {
      next: ({ data, errors }) => {
        if (isOver || end !== generation) return
        if (errors === undefined) up()
        if (data != null) onData(data)
      },
      error: () => down(generation),
      complete: () => down(generation),
    })
    // Another subscription of the page may have made the connection.
    if (transport.isConnected()) up()
  }
  const offline = () => {
    if (end === undefined) return
    const generation = end
    transport.drop()
    down(generation)
    generation()
  }
  const online = () => {
    tries = 0
    start()
  }

  const forget = transport.onConnected(() => {
    if (end !== undefined) up()
  })
  window.addEventListener('offline', offline)
  window.addEventListener('online', online)
  onState({ kind: 'connecting' })
  start()
  return () => {
    isOver = true
    clearTimeout(timer)
    forget()
    window.removeEventListener('offline', offline)
    window.removeEventListener('online', online)
    end?.()
  }
}
