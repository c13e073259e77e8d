import { createClient } from 'graphql-ws'
import type { Transport } from './stream'

const pingMilliseconds = 12_000
const pongMilliseconds = 5_000

/** All subscriptions of the page over one WebSocket (`graphql-transport-ws`); the session's cookie goes along with its first request. */
export function openSocket(): Transport {
  const listeners = new Set<() => void>()
  let isConnected = false
  let patience: ReturnType<typeof setTimeout> | undefined
  const client = createClient({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
    // The page subscribes again by itself, after what is here already.
    retryAttempts: 0,
    lazyCloseTimeout: 3_000,
    keepAlive: pingMilliseconds,
    on: {
      connected: () => {
        isConnected = true
        listeners.forEach((listener) => listener())
      },
      // A connection on which nothing comes any more is not closed by anybody.
      ping: (isReceived) => {
        if (!isReceived) patience = setTimeout(() => client.terminate(), pongMilliseconds)
      },
      pong: (isReceived) => {
        if (isReceived) clearTimeout(patience)
      },
      closed: () => {
        isConnected = false
        clearTimeout(patience)
      },
    },
  })
  return {
    subscribe: ({ query, variables }, sink) =>
      client.subscribe(
        { query, variables: { ...variables } },
        {
          next: (answer) => sink.next(answer as Parameters<typeof sink.next>[0]),
          error: sink.error,
          complete: sink.complete,
        },
      ),
    isConnected: () => isConnected,
    onConnected: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    drop: () => client.terminate(),
    close: () => void client.dispose(),
  }
}
