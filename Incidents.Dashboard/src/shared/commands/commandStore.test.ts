import 'fake-indexeddb/auto'
import { openDB } from 'idb'
import { expect, it } from 'vitest'
import { nth } from '../testing/nth'
import { readRow, thingsOf, type CommandRow } from './commandRow'
import { openStore } from './commandStore'
import { FakeBrowser, FakeServer, alert, failed, opened, other, pageTimers, pass, start } from './testing'

pageTimers()

it('keeps what the browser has no room for as long as the page lives, and loses nothing else', async () => {
  const server = new FakeServer()
  let isFull = false
  const browser = new FakeBrowser('full', server, async () => {
    const store = await openStore('full')
    return {
      ...store,
      add: (row) => (isFull ? Promise.reject(new DOMException('full', 'QuotaExceededError')) : store.add(row)),
    }
  })
  const { queue, press } = opened(browser)
  browser.network = 'down'
  void press('dismissAlert', alert)
  await pass(browser, 300)
  isFull = true
  void press('reinstateAlert', alert)
  await pass(browser, 300)
  isFull = false
  void press('dismissAlert', alert)
  await pass(browser, 300)
  expect(queue.state()).toMatchObject({ notKept: 'noRoom' })
  browser.network = 'up'
  await pass(browser, 5_000)
  expect(server.events.map(({ field }) => field)).toEqual(['dismissAlert', 'reinstateAlert', 'dismissAlert'])
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [], notKept: null })
})

/** A browser whose store keeps new rows, and changes none. */
const unchanging = (name: string, server: Pick<FakeServer, 'take'>) =>
  new FakeBrowser(name, server, async () => ({
    ...(await openStore(name)),
    put: () => Promise.reject(new DOMException('full', 'QuotaExceededError')),
  }))

it('sends a refused command once, also where the browser has no room to note that, and deletes it in the end', async () => {
  const server = new FakeServer()
  const browser = unchanging('no room to change', server)
  const { queue, press } = opened(browser)
  browser.network = 'down'
  void press('reinstateAlert', alert)
  await pass(browser, 300)
  browser.network = 'up'
  await pass(browser, 10_000)
  expect(server.asked).toHaveLength(1)
  expect(queue.state()).toMatchObject({ waiting: [], notKept: 'noRoom' })
  expect(queue.state().toDecide.map(({ refusal }) => refusal?.code)).toEqual(['ALERT_NOT_DISMISSED'])
  await queue.again(nth(queue.state().toDecide, 0))
  await pass(browser, 10_000)
  expect(new Set(server.asked).size).toBe(2)
  expect(queue.state().toDecide).toHaveLength(1)
  await queue.drop(nth(queue.state().toDecide, 0))
  await pass(browser, 5_000)
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [], notKept: null })
  expect(await (await openStore('no room to change')).read()).toEqual({ rows: [], unreadable: [] })
})

it('counts how often the server broke off, also where the browser has no room to note that', async () => {
  const asked: string[] = []
  const take = (row: CommandRow) => {
    asked.push(row.id)
    return failed
  }
  const browser = unchanging('no room to count', { take })
  const { queue, press } = opened(browser)
  void press('dismissAlert', alert)
  await pass(browser, 30_000)
  expect(asked).toHaveLength(5)
  expect(queue.state().toDecide.map(({ refusal }) => refusal?.code)).toEqual(['INTERNAL'])
})

it('works without a store as long as the page lives, and says so', async () => {
  const server = new FakeServer()
  const browser = new FakeBrowser('private', server, () => Promise.reject(new DOMException('no', 'InvalidStateError')))
  const { queue, press } = opened(browser)
  browser.network = 'down'
  void press('dismissAlert', alert)
  await pass(browser, 300)
  expect(queue.state()).toMatchObject({ notKept: 'noStore' })
  browser.network = 'up'
  await pass(browser, 4_000)
  expect(server.events).toHaveLength(1)
  expect(queue.state()).toMatchObject({ waiting: [], notKept: null })
})

it('says that rows are damaged, and sends the others', async () => {
  const { server, browser } = start()
  await openStore(`commands of ${browser.name}`)
  const raw = await openDB(`commands of ${browser.name}`)
  for (const row of [{ id: 'x' }, { id: 'y', state: 'gone' }, kept('mutation { dismissAlert(')])
    await raw.add('commands', row)
  raw.close()
  const { queue, press } = opened(browser)
  void press('dismissAlert', alert)
  await pass(browser, 300)
  expect(server.events).toHaveLength(1)
  expect(queue.state().unreadable).toBe(3)
  await queue.discardUnreadable()
  await pass(browser, 100)
  expect(queue.state().unreadable).toBe(0)
})

it('knows the things of a command, and no damaged row', () => {
  const things = thingsOf({
    input: { commandId: other, id: alert, unit: 'P-1', signal: { kind: 'ALERT', id: other }, city: 'karaganda' },
  })
  expect([...things]).toEqual([alert, other, 'unit P-1'])
  expect([...thingsOf({ input: { city: 'karaganda', note: 'x' } })]).toEqual(['city karaganda'])
  for (const row of [null, 7, 'x', [], {}, { seq: 1, id: 'a', input: { commandId: 'b' } }])
    expect(readRow(row)).toBeNull()
  expect(readRow({ seq: 1, ...kept('mutation { dismissAlert }') })).not.toBeNull()
  for (const query of ['', 'mutation {', '}', 7]) expect(readRow({ seq: 1, ...kept(query) })).toBeNull()
})

/** A row as the store keeps it. */
const kept = (query: unknown) => ({
  id: other,
  person: 'a',
  personName: 'A',
  field: 'dismissAlert',
  query,
  input: { id: alert, commandId: other },
  rest: {},
  pressedAt: '2026-03-01T05:00:00.000Z',
  state: 'waiting',
  failures: 0,
  refusal: null,
})
