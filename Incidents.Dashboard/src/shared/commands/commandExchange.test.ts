import { Client, cacheExchange, fetchExchange } from '@urql/core'
import 'fake-indexeddb/auto'
import { Kind, OperationTypeNode, buildSchema, parse, print, validate, type DocumentNode } from 'graphql'
import { readFileSync } from 'node:fs'
import { afterEach, expect, it, vi } from 'vitest'
import * as documents from '../graphql/generated/graphql'
import { nth } from '../testing/nth'
import { commandOf } from './commandDocument'
import { Outlet, commandExchange, isWaiting, sentOnce } from './commandExchange'
import { CommandQueue } from './commandQueue'
import { commandNames, factsOf } from './commandRow'
import { openStore } from './commandStore'

const schema = buildSchema(readFileSync('../Incidents.Api/schema.graphql', 'utf8'))
const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/

/** Mutations of the pages, by the name of their document. */
const mutations = Object.entries(documents).flatMap(([name, document]) => {
  if (typeof document !== 'object' || !('kind' in document)) return []
  const written: DocumentNode = document
  const [operation] = written.definitions
  return operation?.kind === Kind.OPERATION_DEFINITION && operation.operation === OperationTypeNode.MUTATION
    ? [[name, written, operation] as const]
    : []
})

/** A document with the fields of its fragments where they are used. */
function spread(text: string) {
  const fragments = parse(text).definitions.flatMap((one) => (one.kind === Kind.FRAGMENT_DEFINITION ? [one] : []))
  return text.replaceAll(/\.\.\.(\w+)/g, (use, name) => {
    const used = fragments.find((one) => one.name.value === name)
    return used === undefined ? use : print(used.selectionSet)
  })
}

it('finds commands among the mutations of the pages', () => {
  expect(mutations.length).toBeGreaterThan(30)
  expect(commandNames.length).toBeGreaterThan(100)
  expect(factsOf('acknowledgeAlert')).toMatchObject({ moment: 'occurredAt', result: 'alert' })
  // When an incident occurred is not when it was entered.
  expect(factsOf('openIncident')?.moment).toBe('reportedAt')
  for (const name of ['toString', 'constructor', 'createDeviceKey']) expect(factsOf(name)).toBeUndefined()
})

it.each(mutations)('%s is sent as the schema wants it, and says why it was refused', (_, document, operation) => {
  const fields = operation.selectionSet.selections.flatMap((one) => (one.kind === Kind.FIELD ? [one] : []))
  if (!fields.some(({ name }) => factsOf(name.value))) return
  expect(fields).toHaveLength(1)
  const command = commandOf(document, {})
  expect(command).not.toBeNull()
  expect(validate(schema, parse(command?.query ?? ''))).toEqual([])
  expect(spread(command?.query ?? '')).toMatch(/errors \{[^}]*code/)
})

it('writes out the input of a document, with what it says itself', () => {
  const document = parse(
    'mutation M($id: UUID!, $why: String!, $may: Boolean!) {' +
      ' judgeAlert(input: { id: $id, outcome: FALSE, reasonCode: $why, operatorMinutes: 1.5, expectedVersion: 3 }) {' +
      ' position alert @include(if: $may) { id } errors { ... on Error { code } } } }',
  )
  const command = commandOf(document, { id: 'a', why: 'shadow', may: true })
  expect(command).toMatchObject({
    field: 'judgeAlert',
    input: { id: 'a', outcome: 'FALSE', reasonCode: 'shadow', operatorMinutes: 1.5, expectedVersion: 3 },
    rest: { may: true },
  })
  expect(validate(schema, parse(command?.query ?? ''))).toEqual([])
  expect(commandOf(parse('mutation { signCheckpoint(input: {}) { position } }'), {})).toBeNull()
  expect(commandOf(parse('{ serverTime }'), {})).toBeNull()
})

const acknowledge = parse(
  'mutation Acknowledge($id: UUID!) { acknowledgeAlert(input: { id: $id }) { position errors { ... on Error { code } } } }',
)
const id = 'aaaaaaaa-0000-4000-8000-000000000001'

interface Sent {
  readonly variables: { readonly input: Readonly<Record<string, unknown>> }
}

afterEach(() => {
  vi.unstubAllGlobals()
})

function open(name: string, answer: (sent: Sent, count: number) => Response | Promise<Response>) {
  const sent: Sent[] = []
  vi.stubGlobal('fetch', async (_: string, { body }: { readonly body: string }) => {
    const one = JSON.parse(body) as Sent
    sent.push(one)
    return answer(one, sent.length)
  })
  const outlet = new Outlet()
  let ids = 0
  const queue = new CommandQueue({
    open: () => openStore(name),
    send: outlet.send,
    signedIn: () => Promise.resolve('me'),
    now: () => Date.parse('2026-03-01T05:00:00Z'),
    knowsTime: () => true,
    newId: () => `bbbbbbbb-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
    exclusive: (_, work) => work(),
    tell: () => undefined,
    later: (work, milliseconds) => {
      // Pauses are short here; the patience of who pressed is not.
      const timer = setTimeout(work, milliseconds < 4_000 ? milliseconds / 100 : milliseconds)
      return () => clearTimeout(timer)
    },
  })
  queue.signIn({ id: 'me', name: 'Me' })
  const client = new Client({
    url: 'http://host/graphql',
    preferGetMethod: false,
    exchanges: [cacheExchange, commandExchange(queue, outlet), fetchExchange],
  })
  return { sent, queue, client }
}

const answered = (body: object, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/graphql-response+json' } })
const carriedOut = () => answered({ data: { acknowledgeAlert: { position: 7, errors: null } } })

it('gives a command its id and its time, and hands its answer to the page', async () => {
  const { sent, client } = open('given', carriedOut)
  const { data, error } = await client.mutation<unknown>(acknowledge, { id }).toPromise()
  expect(error).toBeUndefined()
  expect(data).toMatchObject({ acknowledgeAlert: { position: 7 } })
  const { input } = nth(sent, 0).variables
  expect(input).toMatchObject({ id, occurredAt: '2026-03-01T05:00:00.000Z' })
  expect(input['commandId']).toMatch(uuid)
})

it.each([
  ['nobody answers', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['a gateway answers', () => new Response('<h1>Bad gateway</h1>', { status: 502 })],
  ['the server is busy', () => answered({ errors: [{ message: 'busy', extensions: { code: 'TOO_BUSY' } }] }, 503)],
])('waits where %s, and is sent later under the same id', async (name, trouble) => {
  let isUp = false
  const { sent, client, queue } = open(name, () => (isUp ? carriedOut() : trouble()))
  const { data, error } = await client.mutation<unknown>(acknowledge, { id }).toPromise()
  expect([data, isWaiting(error)]).toEqual([undefined, true])
  expect(queue.state().waiting).toHaveLength(1)
  isUp = true
  await vi.waitFor(() => expect(queue.state().waiting).toHaveLength(0))
  expect(new Set(sent.map(({ variables }) => variables.input['commandId'])).size).toBe(1)
  expect(queue.state()).toMatchObject({ toDecide: [], sent: 1 })
})

it('reads again what a command has changed that was sent later', async () => {
  let isUp = true
  const { client, queue } = open('read again', ({ variables }) =>
    'input' in variables
      ? isUp
        ? answered({
            data: { acknowledgeAlert: { __typename: 'P', alert: { __typename: 'Alert', id }, errors: null } },
          })
        : Promise.reject(new TypeError('Failed to fetch'))
      : answered({ data: { alert: { __typename: 'Alert', id } } }),
  )
  let reads = 0
  const reading = client.query(parse(`{ alert(id: "${id}") { id } }`), {}).subscribe(({ stale }) => {
    if (!stale) reads += 1
  })
  await vi.waitFor(() => expect(reads).toBe(1))
  isUp = false
  await client.mutation(acknowledge, { id }).toPromise()
  isUp = true
  queue.retry()
  await vi.waitFor(() => expect(reads).toBe(2))
  reading.unsubscribe()
})

it('keeps nothing of what is sent once or is no command', async () => {
  const { queue, client } = open('once', () => Promise.reject(new TypeError('Failed to fetch')))
  const once = await client.mutation(acknowledge, { id }, sentOnce).toPromise()
  expect(isWaiting(once.error)).toBe(false)
  expect(once.error?.networkError).toBeDefined()
  const sign = parse('mutation { signCheckpoint(input: {}) { position } }')
  expect((await client.mutation(sign, {}).toPromise()).error?.networkError).toBeDefined()
  expect(queue.state().waiting).toEqual([])
})
