import type { CaseTimelineFilterInput, CaseTimelineOrder } from '@shared/graphql/generated/graphql'
import { withPurpose, type Purpose } from '@shared/session/purpose'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, type Client, type CombinedError } from 'urql'
import { entriesAsKnownQuery, entriesQuery } from '../entryQueries'
import type { Entry } from '../queries'

/** Which entries are read. */
export interface Asked {
  readonly id: string
  readonly knownAt: string | undefined
  readonly branchId: string | undefined
  readonly filter: CaseTimelineFilterInput
  readonly order: CaseTimelineOrder
  /** Why somebody is searched for; null where nobody is. */
  readonly purpose: Purpose | null
}

interface Loaded {
  readonly rows: readonly Entry[]
  readonly total: number | undefined
  readonly cursor: string | null
  readonly hasMore: boolean
  readonly isLoading: boolean
  readonly error: CombinedError | undefined
}

export interface Entries extends Omit<Loaded, 'cursor'> {
  readonly more: () => void
  readonly restart: () => void
}

const nothing: Loaded = { rows: [], total: undefined, cursor: null, hasMore: true, isLoading: true, error: undefined }
const pageSize = 200
// The server gives no more at once.
const most = 1000

/**
 * The entries of a timeline, which grow page by page.
 *
 * Once the case has changed, what was read is read again and takes its place as a whole: nobody loses the place where they read.
 * @param asked Must stay the same object for as long as the entries are the same.
 */
export function useEntries(asked: Asked, version: number): Entries {
  const client = useClient()
  const [list, setList] = useState<Loaded>(nothing)
  const [attempt, setAttempt] = useState(0)
  const shown = useRef({ asked, rows: 0 })
  const running = useRef<symbol>(undefined)

  useEffect(() => {
    const run = Symbol('run')
    running.current = run
    const wanted = shown.current.asked === asked ? shown.current.rows : 0
    shown.current = { asked, rows: wanted }
    setList((before) => (wanted === 0 ? nothing : { ...before, isLoading: true, error: undefined }))
    void readUntil(client, asked, wanted, () => running.current === run).then((read) => {
      if (read === undefined) return
      if ('rows' in read) setList(read)
      else setList((before) => ({ ...before, error: read.error, isLoading: false }))
      running.current = undefined
    })
    return () => {
      running.current = undefined
    }
  }, [asked, version, client, attempt])

  useEffect(() => {
    if (shown.current.asked === asked) shown.current.rows = list.rows.length
  }, [list.rows.length, asked])

  const more = useCallback(() => {
    if (running.current !== undefined || !list.hasMore || list.cursor === null) return
    const run = Symbol('more')
    running.current = run
    setList((before) => ({ ...before, isLoading: true, error: undefined }))
    void readPage(client, asked, pageSize, list.cursor).then((page) => {
      if (running.current !== run) return
      running.current = undefined
      setList((before) =>
        'error' in page
          ? { ...before, error: page.error, isLoading: false }
          : loaded([...before.rows, ...page.nodes], page),
      )
    })
  }, [client, asked, list.hasMore, list.cursor])

  return { ...list, more, restart: () => setAttempt((before) => before + 1) }
}

interface Page {
  readonly totalCount: number
  readonly nodes: readonly Entry[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
}

interface Refused {
  readonly error: CombinedError | undefined
}

const loaded = (rows: readonly Entry[], { totalCount, pageInfo }: Page): Loaded => ({
  rows,
  total: totalCount,
  cursor: pageInfo.endCursor ?? null,
  hasMore: pageInfo.hasNextPage,
  isLoading: false,
  error: undefined,
})

/** Reads pages until there are as many rows as before; undefined once nobody waits for them. */
async function readUntil(
  client: Client,
  asked: Asked,
  wanted: number,
  isWanted: () => boolean,
): Promise<Loaded | Refused | undefined> {
  const rows: Entry[] = []
  let cursor: string | null = null
  for (;;) {
    const first = Math.min(most, Math.max(pageSize, wanted - rows.length))
    const page: Page | Refused = await readPage(client, asked, first, cursor)
    if (!isWanted()) return undefined
    if ('error' in page) return page
    rows.push(...page.nodes)
    cursor = page.pageInfo.endCursor ?? null
    if (rows.length >= wanted || !page.pageInfo.hasNextPage) return loaded(rows, page)
  }
}

async function readPage(client: Client, asked: Asked, first: number, after: string | null): Promise<Page | Refused> {
  const { id, knownAt, branchId, filter, order, purpose } = asked
  const variables = { id, branchId, filter, order, first, after }
  const options = { requestPolicy: 'network-only' } as const
  if (knownAt === undefined) {
    const { data, error } = await client.query(withPurpose(entriesQuery, purpose), variables, options).toPromise()
    return data?.case?.timeline ?? { error }
  }
  const { data, error } = await client
    .query(withPurpose(entriesAsKnownQuery, purpose), { ...variables, asKnownAt: knownAt }, options)
    .toPromise()
  return data?.caseAsKnown?.timeline ?? { error }
}
