import { makeClient } from '@shared/graphql/client'
import { changeSession } from '@shared/session/session'
import { serve } from '@shared/testing/server'
import { act, renderHook } from '@testing-library/react'
import type { ReactNode } from 'react'
import { Provider } from 'urql'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Sink, Transport } from './stream'
import { useDevices } from './useDevices'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const device = (id: string, status = 'SUSPECTED') => ({
  id,
  deviceId: id,
  city: 'karaganda',
  point: null,
  health: { status },
})
const listOf = (...ids: readonly string[]) => ({ data: { devices: { nodes: ids.map((id) => device(id)) } } })
const refused = { code: 'STORE_AWAY', message: 'away' }
const passed = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds))

/** The hook, with answers to its reads in their order: the last one stays. */
async function start(...answers: readonly (ReturnType<typeof listOf> | typeof refused)[]) {
  changeSession({ may: { device: 'yes' } })
  const sinks: Sink<unknown>[] = []
  const transport: Transport = {
    subscribe: (_, sink) => {
      sinks.push(sink as Sink<unknown>)
      return () => undefined
    },
    isConnected: () => true,
    onConnected: () => () => undefined,
    drop: () => undefined,
    close: () => undefined,
  }
  let reads = 0
  serve({ TroubledDevices: () => answers[Math.min(reads++, answers.length - 1)] ?? refused })
  const client = makeClient()
  const wrapper = ({ children }: { readonly children: ReactNode }) => <Provider value={client}>{children}</Provider>
  const { result, unmount } = renderHook(() => useDevices(transport, undefined), { wrapper })
  await passed(0)
  const tell = async (message: object) => {
    act(() => sinks.at(-1)?.next({ data: { deviceHealthChanged: { missed: null, device: null, ...message } } }))
    await passed(0)
  }
  return {
    ids: () => result.current.map(({ id }) => id),
    tell,
    reads: () => reads,
    subscriptions: () => sinks.length,
    unmount,
  }
}

it('takes in what falls silent, and takes out what is heard again', async () => {
  const { ids, tell, reads } = await start(listOf('a'))
  expect(ids()).toEqual(['a'])
  await tell({ position: 7, eventType: 'device_fell_silent', device: device('b') })
  await tell({ position: 8, eventType: 'device_heard_again', device: device('a', 'HEALTHY') })
  await tell({ position: 9, eventType: null })
  expect(ids()).toEqual(['b'])
  expect(reads()).toBe(1)
})

it('reads the list again when the link of a town falls silent, and when messages were missed', async () => {
  const { ids, tell, reads } = await start(listOf('a'), listOf('a', 'b'), listOf('c'))
  await tell({ position: 7, eventType: 'town_fell_silent' })
  expect(ids()).toEqual(['a', 'b'])
  await tell({ position: 8, eventType: null, missed: { after: 7 } })
  expect(ids()).toEqual(['c'])
  expect(reads()).toBe(3)
  await passed(60_000)
  expect(reads()).toBe(3)
})

it('asks again for a list that did not come, and subscribes when it has it', async () => {
  const { ids, reads, subscriptions } = await start(refused, refused, listOf('a'))
  expect(subscriptions()).toBe(0)
  await passed(5_000)
  expect(reads()).toBe(2)
  await passed(5_000)
  expect(ids()).toEqual(['a'])
  expect(subscriptions()).toBe(1)
})
