import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useEffect, useRef } from 'react'
import { useQuery, type AnyVariables, type CombinedError } from 'urql'
import { freshnessOf, useConnection, warningsOf, type Freshness, type Warning } from './connection'

/** What a page knows of its question. `data` stays while a newer answer is on its way. */
export interface Answer<Data> {
  readonly data: Data | undefined
  readonly error: CombinedError | undefined
  readonly isLoading: boolean
  readonly isRefreshing: boolean
  readonly refresh: () => void
  /** How fresh these data are; null where the server did not say. */
  readonly freshness: Freshness | null
  /** Why the data may not be what was meant, of the whole request. */
  readonly warnings: readonly Warning[]
}

interface Options {
  /** Asks again after so many seconds, for as long as the page is in view. */
  readonly everySeconds?: number
  readonly pause?: boolean
}

/** Asks, keeps the answer current, and asks again once a lost connection has come back. */
export function useAnswer<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { everySeconds, pause = false }: Options = {},
): Answer<Data> {
  const [{ data: answered, error, extensions, fetching, stale }, ask] = useQuery<Data, Variables>({
    query,
    variables,
    pause,
  })
  // A request that was refused as a whole comes with `data: null`; for a refused field see partOf.
  const data = answered ?? undefined
  const { recoveries } = useConnection()
  const seen = useRef(recoveries)

  useEffect(() => {
    if (seen.current === recoveries || pause) return
    seen.current = recoveries
    ask({ requestPolicy: 'network-only' })
  }, [recoveries, ask, pause])

  useEffect(() => {
    if (everySeconds === undefined || pause) return
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') ask({ requestPolicy: 'network-only' })
    }, everySeconds * 1000)
    return () => clearInterval(timer)
  }, [everySeconds, ask, pause])

  return {
    data,
    error,
    isLoading: fetching && data === undefined,
    isRefreshing: stale || (fetching && data !== undefined),
    refresh: () => ask({ requestPolicy: 'network-only' }),
    freshness: freshnessOf(extensions),
    warnings: warningsOf(extensions),
  }
}
