import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, type AnyVariables, type CombinedError } from 'urql'
import { useConnection } from './connection'

interface Page<Row> {
  readonly nodes: readonly Row[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
}

interface Loaded<Row> {
  readonly rows: readonly Row[]
  readonly hasMore: boolean
  readonly cursor: string | null
  readonly error: CombinedError | undefined
  readonly isLoading: boolean
}

/** A list that grows page by page, by keyset: rows that come up meanwhile neither shift the pages nor show anything twice. */
export interface Endless<Row> extends Omit<Loaded<Row>, 'cursor'> {
  /** Loads the next page; nothing while one is on its way or none is left. */
  readonly more: () => void
  readonly restart: () => void
}

const nothing = { rows: [], hasMore: true, cursor: null, error: undefined, isLoading: false }

/** @param variables Must stay the same object for as long as the list is the same. */
export function useEndless<
  Data,
  Row extends { readonly id: string },
  Variables extends AnyVariables & { after?: unknown },
>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, 'after'>,
  pageOf: (data: Data) => Page<Row> | null | undefined,
  { pause = false }: { readonly pause?: boolean } = {},
): Endless<Row> {
  const client = useClient()
  const [list, setList] = useState<Loaded<Row>>(nothing)
  const pageOfLatest = useRef(pageOf)
  useEffect(() => {
    pageOfLatest.current = pageOf
  })
  const running = useRef<{ stop: () => void }>(undefined)

  const load = useCallback(
    (after: string | null, before: readonly Row[]) => {
      running.current?.stop()
      setList((shown) => ({ ...shown, isLoading: true, error: undefined }))
      const asked = { ...variables, after } as unknown as Variables
      let isWanted = true
      running.current = {
        stop: () => {
          isWanted = false
          subscription.unsubscribe()
        },
      }
      const subscription = client
        .query(query, asked, { requestPolicy: 'network-only' })
        .subscribe(({ data, error }) => {
          if (!isWanted) return
          running.current = undefined
          const page = data == null ? undefined : pageOfLatest.current(data)
          // The field of a refused list is null.
          if (page == null) setList((shown) => ({ ...shown, error, isLoading: false }))
          else setList(joined(before, page))
        })
    },
    [client, query, variables],
  )

  const restart = useCallback(() => load(null, []), [load])
  const { recoveries } = useConnection()
  const recovered = useRef(recoveries)

  useEffect(() => {
    // The effect starts a request; its state begins together with it.
    // eslint-disable-next-line react-hooks/set-state-in-effect
    setList(nothing)
    if (pause) return
    restart()
    return () => running.current?.stop()
  }, [restart, pause])

  useEffect(() => {
    // An open question is asked again by itself; only a list without one must be read again.
    if (recovered.current !== recoveries && running.current === undefined) restart()
    recovered.current = recoveries
  }, [recoveries, restart])

  return {
    ...list,
    more: () => {
      if (running.current === undefined && list.hasMore && list.cursor !== null) load(list.cursor, list.rows)
    },
    restart,
  }
}

function joined<Row extends { readonly id: string }>(before: readonly Row[], page: Page<Row>): Loaded<Row> {
  const known = new Set(before.map((row) => row.id))
  // A row whose place in the order has changed since may come again.
  const fresh = page.nodes.filter((row) => !known.has(row.id))
  return {
    rows: [...before, ...fresh],
    hasMore: page.pageInfo.hasNextPage,
    cursor: page.pageInfo.endCursor ?? null,
    error: undefined,
    isLoading: false,
  }
}
