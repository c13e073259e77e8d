import { retryExchange } from '@urql/exchange-retry'
import { Client, cacheExchange, fetchExchange, mapExchange, type Exchange, type OperationResult } from '@urql/core'
import { pageCommands } from '../commands/commands'
import { noteServerTime } from '../commands/serverClock'
import { sessionFetch } from '../session/sessionFetch'
import { answered, lost } from './connection'
import { isUnreachable } from './unreachable'

const askedAt = new Map<number, number>()

/** Learns the server's clock where an answer says it. */
function noteClock({ operation, data }: OperationResult) {
  const asked = askedAt.get(operation.key)
  askedAt.delete(operation.key)
  const said = (data as { readonly serverTime?: unknown } | null | undefined)?.serverTime
  if (asked !== undefined && typeof said === 'string') noteServerTime(said, asked, Date.now())
}

/** A client with a cache of its own; with an exchange that keeps the commands, or without. */
export const makeClient = (...keeping: readonly Exchange[]) =>
  new Client({
    url: '/graphql',
    fetch: sessionFetch,
    preferGetMethod: false,
    fetchOptions: { headers: { accept: 'application/graphql-response+json' } },
    exchanges: [
      cacheExchange,
      ...keeping,
      // A query is repeated until it is answered: meanwhile pages show their old data, and the shell says that the connection is lost.
      retryExchange({
        initialDelayMs: 500,
        maxDelayMs: 4_000,
        maxNumberAttempts: Number.POSITIVE_INFINITY,
        retryIf: (error, operation) => operation.kind === 'query' && isUnreachable(error),
      }),
      mapExchange({
        onOperation(operation) {
          if (operation.kind === 'query') askedAt.set(operation.key, Date.now())
          if (operation.kind === 'teardown') askedAt.delete(operation.key)
        },
        onResult(result) {
          noteClock(result)
          if (result.error && isUnreachable(result.error)) lost()
          else answered(result.extensions)
        },
      }),
      fetchExchange,
    ],
  })

/** The client of the pages. */
export const client = makeClient(pageCommands)
