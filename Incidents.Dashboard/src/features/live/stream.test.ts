import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { keepStream, type Request, type Sink, type StreamState, type Transport } from './stream'

interface Message {
  readonly position: number
}

/** A connection that the test makes, breaks and sends over. */
function wire() {
  const asked: Request[] = []
  const sinks: Sink<Message>[] = []
  const listeners = new Set<() => void>()
  let ended = 0
  let isStanding = false
  const transport: Transport = {
    subscribe: (request, sink) => {
      asked.push(request)
      sinks.push(sink as Sink<Message>)
      return () => (ended += 1)
    },
    isConnected: () => isStanding,
    onConnected: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    drop: () => undefined,
    close: () => undefined,
  }
  const last = () => {
    const sink = sinks.at(-1)
    if (!sink) throw new Error('Nothing was subscribed to.')
    return sink
  }
  const stand = () => {
    isStanding = true
    listeners.forEach((listener) => listener())
  }
  const fall = (error: Error) => {
    isStanding = false
    last().error(error)
  }
  return { transport, asked, last, stand, fall, ended: () => ended }
}

function open(line = wire()) {
  const states: StreamState[] = []
  const got: number[] = []
  let after: number | null = null
  let recoveries = 0
  const close = keepStream<Message>({
    transport: line.transport,
    request: () => ({ query: 'subscription', variables: { after } }),
    onData: ({ position }) => {
      got.push(position)
      after = position
    },
    onState: (state) => states.push(state),
    onRecovered: () => (recoveries += 1),
    now: () => 1_000,
    random: () => 1,
  })
  return { ...line, states, got, close, recoveries: () => recoveries }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('says that it connects, and that it is connected once the connection stands', () => {
  const { states, stand } = open()
  stand()
  expect(states.map(({ kind }) => kind)).toEqual(['connecting', 'connected'])
})

it('goes on after the last position when the connection broke', () => {
  const { asked, last, states, stand, fall, recoveries } = open()
  stand()
  last().next({ data: { position: 7 } })
  fall(new Error('broken'))
  expect(states.at(-1)).toEqual({ kind: 'reconnecting', since: 1_000 })
  vi.advanceTimersByTime(500)
  expect(asked.map(({ variables }) => variables['after'])).toEqual([null, 7])
  expect(recoveries()).toBe(0)
  stand()
  expect(states.at(-1)).toEqual({ kind: 'connected' })
  expect(recoveries()).toBe(1)
})

it('is connected at once where another subscription has made the connection', () => {
  const line = wire()
  line.stand()
  expect(open(line).states.map(({ kind }) => kind)).toEqual(['connecting', 'connected'])
})

it('waits longer and longer, and never longer than 8 seconds', () => {
  const { asked, last } = open()
  for (const wait of [500, 1_000, 2_000, 4_000, 8_000, 8_000]) {
    last().error(new Error('away'))
    const before = asked.length
    vi.advanceTimersByTime(wait - 1)
    expect(asked).toHaveLength(before)
    vi.advanceTimersByTime(1)
    expect(asked).toHaveLength(before + 1)
  }
})

it('subscribes again when the server ends a subscription', () => {
  const { asked, last } = open()
  last().complete()
  vi.advanceTimersByTime(500)
  expect(asked).toHaveLength(2)
})

it('takes nothing from a subscription that broke before', () => {
  const { got, last } = open()
  const old = last()
  old.error(new Error('broken'))
  vi.advanceTimersByTime(500)
  old.next({ data: { position: 1 } })
  old.error(new Error('again'))
  last().next({ data: { position: 2 } })
  expect(got).toEqual([2])
})

it('breaks off at once when the browser is offline, and comes back when it is not', () => {
  const { asked, states } = open()
  const onLine = vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false)
  window.dispatchEvent(new Event('offline'))
  expect(states.at(-1)?.kind).toBe('reconnecting')
  vi.advanceTimersByTime(60_000)
  expect(asked).toHaveLength(1)
  onLine.mockReturnValue(true)
  window.dispatchEvent(new Event('online'))
  expect(asked).toHaveLength(2)
})

it('ends for good when the page is left', () => {
  const { asked, last, close, ended, states } = open()
  close()
  expect(ended()).toBe(1)
  const said = states.length
  last().error(new Error('late'))
  vi.advanceTimersByTime(60_000)
  expect(asked).toHaveLength(1)
  expect(states).toHaveLength(said)
})
