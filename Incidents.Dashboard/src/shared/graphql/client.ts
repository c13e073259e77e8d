import { retryExchange } from '@urql/exchange-retry'
import { Client, cacheExchange, fetchExchange, mapExchange, type CombinedError } from '@urql/core'
import { sessionFetch } from '../session/sessionFetch'
import { answered, lost } from './connection'

/** Whether nobody answered, or only something on the way: worth asking again. An answer that refuses is none of these. */
export const isUnreachable = (error: CombinedError) =>
  error.networkError !== undefined && error.graphQLErrors.length === 0

/** A client with a cache of its own. */
export const makeClient = () =>
  new Client({
    url: '/graphql',
    fetch: sessionFetch,
    preferGetMethod: false,
    fetchOptions: { headers: { accept: 'application/graphql-response+json' } },
    exchanges: [
      cacheExchange,
      // A query is repeated until it is answered: meanwhile pages show their old data, and the shell says that the connection is lost.
      retryExchange({
        initialDelayMs: 500,
        maxDelayMs: 4_000,
        maxNumberAttempts: Number.POSITIVE_INFINITY,
        retryIf: (error, operation) => operation.kind === 'query' && isUnreachable(error),
      }),
      mapExchange({
        onResult(result) {
          if (result.error && isUnreachable(result.error)) lost()
          else answered(result.extensions)
        },
      }),
      fetchExchange,
    ],
  })

export const client = makeClient()
