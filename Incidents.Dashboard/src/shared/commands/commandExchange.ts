import {
  CombinedError,
  createRequest,
  makeOperation,
  type Exchange,
  type Operation,
  type OperationResult,
} from '@urql/core'
import { GraphQLError } from 'graphql'
import { filter, makeSubject, merge, pipe, share, tap } from 'wonka'
import type { Answer } from './answer'
import { commandOf } from './commandDocument'
import type { CommandQueue } from './commandQueue'
import type { CommandRow } from './commandRow'

/** A command that is not answered after so long is taken back, and sent again. */
const mostMilliseconds = 15_000

/** The name of the text that says that a command waits. */
export const waitsCode = 'commandWaits'

/** Nobody answered in time. */
const unanswered = () => new CombinedError({ networkError: new Error('No answer came in time.') })

/** What a page gets for a command that waits: an error that its messages word. */
const waits = () =>
  new CombinedError({
    graphQLErrors: [new GraphQLError('It waits for the network.', { extensions: { code: waitsCode } })],
  })

/** Whether an error says that the command waits, and is sent later. */
export const isWaiting = (error: CombinedError | undefined) => error?.graphQLErrors[0]?.extensions['code'] === waitsCode

/** In the context of an operation: what is sent once or not at all, such as a position that the next one replaces. */
export const sentOnce = { isSentOnce: true }

type Send = (row: CommandRow) => Promise<Answer>

/** How the queue sends: by the exchange of the page's client, so that the client reads again what a command has changed. */
export class Outlet {
  private sendBy: Send | undefined

  open(send: Send) {
    this.sendBy = send
  }

  send: Send = (row) => this.sendBy?.(row) ?? Promise.resolve({ error: unanswered() })
}

/**
 * Takes the commands of the pages into the queue, which sends them. Whatever the document of a page is like, its command gets an id and the
 * moment of the press; what is no command passes by.
 */
export const commandExchange =
  (queue: CommandQueue, outlet: Outlet): Exchange =>
  ({ client, forward }) =>
  (operations$) => {
    const sending = makeSubject<Operation>()
    const told = makeSubject<OperationResult>()
    const underWay = new Map<number, (result: OperationResult | null) => void>()

    outlet.open(
      (row) =>
        new Promise<Answer>((resolve) => {
          const request = createRequest(row.query, { ...row.rest, input: row.input })
          const operation = client.createRequestOperation('mutation', request, { requestPolicy: 'network-only' })
          const end = (result: OperationResult | null) => {
            clearTimeout(patience)
            underWay.delete(operation.key)
            if (result === null) sending.next(makeOperation('teardown', operation, operation.context))
            resolve(result ?? { error: unanswered() })
          }
          const patience = setTimeout(() => end(null), mostMilliseconds)
          underWay.set(operation.key, end)
          sending.next(operation)
        }),
    )

    const take = (operation: Operation) => {
      if (operation.kind !== 'mutation' || !queue.isSignedIn() || operation.context['isSentOnce'] === true) return false
      const command = commandOf(operation.query, operation.variables as Record<string, unknown>)
      if (command === null) return false
      void queue.press(command).then((outcome) => {
        const { data, error }: Answer = outcome === 'waits' ? { error: waits() } : outcome
        told.next({ operation, data, ...(error === undefined ? {} : { error }), stale: false, hasNext: false })
      })
      return true
    }

    const passed$ = pipe(
      operations$,
      filter((operation) => !take(operation)),
    )
    const results$ = pipe(
      forward(merge([passed$, sending.source])),
      tap((result) => underWay.get(result.operation.key)?.(result)),
      share,
    )
    return merge([results$, told.source])
  }
