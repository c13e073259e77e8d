import { CombinedError } from '@urql/core'
import type { Answer } from './answer'
import { openStore } from './commandStore'
import type { Outlet } from './commandExchange'
import { knowsServerTime, serverNow } from './serverClock'
import type { Message, Surroundings } from './surroundings'

const channelName = 'incidents-commands'
const probeMilliseconds = 5_000

/** A message as it can be sent: an error of the client has parts that cannot. */
interface Written {
  readonly message: Message
  readonly errors: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[] | null
}

/** What the queue of a page stands on. */
export function browserSurroundings(
  outlet: Outlet,
): Surroundings & { readonly listen: (hear: (message: Message) => void) => void } {
  const channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(channelName)
  return {
    open: () => openStore(),
    send: outlet.send,
    signedIn,
    now: serverNow,
    knowsTime: knowsServerTime,
    newId,
    exclusive,
    tell: (message) => channel?.postMessage(write(message)),
    listen: (hear) => channel?.addEventListener('message', ({ data }: MessageEvent<Written>) => hear(read(data))),
    later: (work, milliseconds) => {
      const timer = setTimeout(work, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}

/** A random id (UUID version 4); `crypto.randomUUID` is only there where the page came by TLS. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

async function signedIn(): Promise<string | null> {
  const response = await fetch('/session', {
    headers: { accept: 'application/json' },
    cache: 'no-store',
    signal: AbortSignal.timeout(probeMilliseconds),
  })
  if (!response.ok) throw new Error(`/session answered ${response.status}.`)
  const { signedIn: isSignedIn, id } = (await response.json()) as { signedIn: boolean; id: string | null }
  return isSignedIn ? id : null
}

// Browsers have locks only where the page came by TLS or from this machine. Without them two windows may send the same command: the server
// carries it out once all the same.
async function exclusive(name: string, work: () => Promise<void>) {
  const { locks } = navigator as { readonly locks?: LockManager }
  if (locks === undefined) await work()
  else await locks.request(name, work)
}

function write(message: Message): Written {
  if (message.kind !== 'answered' || message.answer.error === undefined)
    return { message: plain(message), errors: null }
  const { graphQLErrors } = message.answer.error
  return {
    message: plain(message),
    errors: graphQLErrors.map(({ message: text, extensions }) => ({ message: text, extensions })),
  }
}

const plain = (message: Message): Message =>
  message.kind === 'answered' ? { ...message, answer: { data: message.answer.data } } : message

function read({ message, errors }: Written): Message {
  if (message.kind !== 'answered' || errors === null) return message
  const answer: Answer = { data: message.answer.data, error: new CombinedError({ graphQLErrors: [...errors] }) }
  return { ...message, answer }
}
