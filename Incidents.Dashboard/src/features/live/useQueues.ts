import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, type Client, type CombinedError } from 'urql'
import { framed } from './frames'
import { positionOf } from './position'
import { queuesQuery, rowsOfAnswer } from './queries'
import {
  noQueues,
  queueNames,
  read,
  reading,
  received,
  type QueueItem,
  type QueueMessage,
  type QueueName,
  type Queues,
} from './queue'
import { keepStream, worstOf, type StreamState, type Transport } from './stream'
import { messagesOf, queueRequest, type QueueChange } from './subscription'

/** How many rows of each queue a page begins with. */
const first = 500
const again = 5_000

interface Answer {
  readonly isRead: boolean
  readonly error: CombinedError | undefined
  /** By how many milliseconds the server's clock is ahead of this machine's. */
  readonly ahead: number
}

export interface LiveQueues extends Answer {
  readonly queues: Queues
  readonly stream: StreamState
  readonly reread: () => void
  /** Takes out what the reader has just dealt with; the stream says the same a moment later. */
  readonly takeOut: (item: Pick<QueueItem, 'queue' | 'id'>, position: number) => void
}

/** The queues of some towns: read once, and kept up by their streams. Other towns need another component. */
export function useQueues(
  transport: Transport,
  cities: readonly string[] | undefined,
  onArrived: (items: readonly QueueItem[]) => void,
): LiveQueues {
  const client = useClient()
  const [queues, setQueues] = useState(noQueues)
  const [stream, setStream] = useState<StreamState>({ kind: 'connecting' })
  const [answer, setAnswer] = useState<Answer>({ isRead: false, error: undefined, ahead: 0 })
  const latest = useRef({ cities, onArrived })
  useEffect(() => {
    latest.current = { cities, onArrived }
  })
  const current = useRef(noQueues)
  const change = useCallback((next: Queues) => {
    current.current = next
    setQueues(next)
  }, [])

  const isReading = useRef(false)
  const reread = useCallback(async () => {
    if (isReading.current) return
    isReading.current = true
    change(reading(current.current))
    const found = await ask(client, latest.current.cities)
    isReading.current = false
    if ('error' in found) {
      setAnswer((before) => ({ ...before, error: found.error }))
      return
    }
    change(read(current.current, found.rows, found.totals, found.position))
    setAnswer({ isRead: true, error: undefined, ahead: found.ahead })
  }, [client, change])

  useEffect(() => {
    // The effect starts a request; its state begins together with it.
    void reread()
  }, [reread])

  const { isRead } = answer
  useEffect(() => {
    // The streams go on after the position of the lists: nothing is lost between the two.
    if (!isRead) return
    const take = framed<QueueMessage>((messages) => {
      const before = current.current
      const after = received(before, messages)
      change(after)
      const fresh = messages.flatMap((message) =>
        message.kind === 'changed' && !before.held.has(message.item.id) && after.held.has(message.item.id)
          ? message.item
          : [],
      )
      if (fresh.length > 0) latest.current.onArrived(fresh)
    })
    const states = new Map<QueueName, StreamState>()
    const ends = queueNames.map((name) =>
      keepStream<QueueChange>({
        transport,
        request: () => queueRequest(name, latest.current.cities, current.current.positions[name]),
        onData: (data) => messagesOf(name, data).forEach(take),
        onState: (state) => {
          states.set(name, state)
          setStream(worstOf([...states.values()]))
        },
      }),
    )
    return () => ends.forEach((end) => end())
  }, [transport, isRead, change])

  // What was not sent is in the lists.
  const isBehind = queues.missed !== 0
  useEffect(() => {
    if (!isBehind) return
    void reread()
    const timer = setInterval(() => void reread(), again)
    return () => clearInterval(timer)
  }, [isBehind, reread])

  const takeOut = useCallback(
    ({ queue, id }: Pick<QueueItem, 'queue' | 'id'>, position: number) =>
      change(received(current.current, [{ kind: 'left', queue, position, id }])),
    [change],
  )
  return { ...answer, queues, stream, reread: useCallback(() => void reread(), [reread]), takeOut }
}

async function ask(client: Client, cities: readonly string[] | undefined) {
  const asked = { cities: cities ? [...cities] : null, first }
  const { data, error, extensions } = await client
    .query(queuesQuery, asked, { requestPolicy: 'network-only' })
    .toPromise()
  if (data?.queues == null) return { error }
  return {
    ...rowsOfAnswer(data.queues),
    position: positionOf(extensions),
    ahead: data.serverTime == null ? 0 : Date.parse(data.serverTime) - Date.now(),
  }
}
