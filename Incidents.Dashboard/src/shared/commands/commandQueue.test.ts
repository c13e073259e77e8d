import 'fake-indexeddb/auto'
import { expect, it } from 'vitest'
import { nth } from '../testing/nth'
import { CommandQueue } from './commandQueue'
import type { CommandRow } from './commandRow'
import { FakeBrowser, alert, done, failed, opened, other, outcomeOf, pageTimers, pass, start } from './testing'

pageTimers()

it('answers at once while the network is there, and keeps nothing', async () => {
  const { server, browser } = start()
  const { queue, press } = opened(browser)
  const [first, second] = [outcomeOf(press('dismissAlert', alert)), outcomeOf(press('dismissAlert', other))]
  await pass(browser, 300)
  expect([first, second]).toEqual([[done('dismissAlert')], [done('dismissAlert')]])
  expect(server.events).toHaveLength(2)
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [], sent: 0 })
  // A refusal is told to who waits for it, and nothing is to be decided later.
  const again = outcomeOf(press('dismissAlert', alert))
  await pass(browser, 300)
  expect(again).toEqual([{ data: { dismissAlert: { errors: [{ code: 'ALERT_ALREADY_DISMISSED' }] } } }])
  expect(queue.state().toDecide).toEqual([])
})

it('waits without a network, and is in step within 5 seconds of its return without being told of it', async () => {
  const { server, browser } = start()
  const { queue, press } = opened(browser)
  browser.network = 'down'
  const waiting = outcomeOf(press('dismissAlert', alert))
  await pass(browser, 1_000)
  expect(waiting).toEqual(['waits'])
  expect(queue.state().waiting).toHaveLength(1)
  await pass(browser, 60_000)
  browser.network = 'up'
  await pass(browser, 5_000)
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [], sent: 1 })
  expect(server.events.map(({ occurredAt }) => occurredAt)).toEqual(['2026-03-01T05:00:00.000Z'])
})

it('sends under the same id again what the server had done before its answer was lost', async () => {
  const { server, browser } = start()
  const { queue, press } = opened(browser)
  browser.network = 'answers'
  void press('dismissAlert', alert)
  await pass(browser, 300)
  expect(server.events).toHaveLength(1)
  browser.network = 'up'
  await pass(browser, 4_000)
  expect(server.events).toHaveLength(1)
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [] })
})

it('shows a refusal after waiting as a conflict, and what follows on the same thing waits for the decision', async () => {
  const { server, browser } = start()
  const { queue, press } = opened(browser)
  const another = new FakeBrowser('another', server)
  browser.network = 'down'
  void press('dismissAlert', alert, { expectedVersion: 3 })
  await pass(browser, 300)
  void press('acknowledgeAlert', alert)
  void press('acknowledgeAlert', other)
  await pass(browser, 300)
  void opened(another).press('dismissAlert', alert)
  await pass(another, 300)
  browser.network = 'up'
  await pass(browser, 5_000)
  const { toDecide, waiting } = queue.state()
  expect(toDecide.map(({ field, refusal }) => [field, refusal?.code])).toEqual([
    ['dismissAlert', 'ALERT_ALREADY_DISMISSED'],
  ])
  expect(waiting.map(({ field, input }) => [field, input['id']])).toEqual([['acknowledgeAlert', alert]])
  expect(server.events.map(({ field, thing }) => [field, thing])).toEqual([
    ['dismissAlert', alert],
    ['acknowledgeAlert', other],
  ])

  // Done again on what is now it is another command, which the server decides anew.
  const before = nth(toDecide, 0)
  await queue.again(before, 7)
  await pass(browser, 300)
  const after = nth(queue.state().toDecide, 0)
  expect(after.id).not.toBe(before.id)
  expect(after.input).toMatchObject({ commandId: after.id, expectedVersion: 7, occurredAt: after.pressedAt })
  expect(Date.parse(after.pressedAt)).toBeGreaterThan(Date.parse(before.pressedAt))
  expect(queue.state().waiting).toHaveLength(1)

  await queue.drop(after)
  await pass(browser, 300)
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [] })
  expect(server.events.at(-1)).toMatchObject({ field: 'acknowledgeAlert', thing: alert })
})

it('sends after a page was closed what it had kept, and not what is a day old', async () => {
  const { server, browser } = start()
  const closed = browser.openWindow()
  browser.network = 'down'
  void closed.press('dismissAlert', alert)
  await pass(browser, 300)
  browser.clock += 23 * 3_600_000
  void closed.press('dismissAlert', other)
  await pass(browser, 300)
  closed.close()
  browser.clock += 2 * 3_600_000
  browser.network = 'up'
  const { queue } = opened(browser)
  await pass(browser, 1_000)
  expect(server.events.map(({ thing }) => thing)).toEqual([other])
  expect(queue.state().toDecide.map(({ refusal }) => refusal)).toEqual([{ code: 'commandTooOld', isOwn: true }])
})

it('sends nothing of another person, and says whose it is', async () => {
  const { server, browser } = start()
  const name = browser.signedIn ?? ''
  const first = browser.openWindow()
  browser.network = 'down'
  void first.press('dismissAlert', alert)
  await pass(browser, 300)
  // Another one signs in in another window; the first still shows the page of the first person.
  browser.signedIn = 'second person'
  browser.network = 'up'
  const second = browser.openWindow()
  await pass(browser, 10_000)
  expect(server.events).toEqual([])
  expect(second.queue.state()).toMatchObject({ waiting: [], ofOthers: new Map([[name, 1]]) })
  expect(first.queue.state().waiting).toHaveLength(1)
  browser.signedIn = name
  await pass(browser, 4_000)
  expect(server.events).toMatchObject([{ thing: alert, by: name }])
})

it('deletes after 30 days what a person left who did not come back, and says so', async () => {
  const { server, browser } = start()
  const name = browser.signedIn ?? ''
  browser.network = 'down'
  const first = browser.openWindow()
  void first.press('dismissAlert', alert)
  await pass(browser, 300)
  first.close()
  browser.network = 'up'
  browser.signedIn = 'second person'
  const day = 24 * 3_600_000
  browser.clock += 29 * day
  const { queue } = opened(browser)
  await pass(browser, 300)
  expect(queue.state()).toMatchObject({ ofOthers: new Map([[name, 1]]), expired: 0 })
  // A clock that the server has not confirmed deletes nothing.
  browser.clock += 2 * day
  browser.knowsTime = false
  queue.hear({ kind: 'changed' })
  await pass(browser, 300)
  expect(queue.state()).toMatchObject({ ofOthers: new Map([[name, 1]]), expired: 0 })
  browser.knowsTime = true
  queue.hear({ kind: 'changed' })
  await pass(browser, 300)
  expect(queue.state()).toMatchObject({ ofOthers: new Map(), expired: 1 })
  browser.signedIn = name
  const back = opened(browser).queue
  await pass(browser, 4_000)
  expect(back.state()).toMatchObject({ waiting: [], toDecide: [] })
  expect(server.events).toEqual([])
})

it("keeps longer what is a person's own, for them to decide", async () => {
  const { browser } = start()
  browser.network = 'down'
  const { queue, press } = opened(browser)
  void press('dismissAlert', alert)
  await pass(browser, 300)
  browser.clock += 40 * 24 * 3_600_000
  browser.network = 'up'
  await pass(browser, 4_000)
  expect(queue.state().toDecide.map(({ refusal }) => refusal?.code)).toEqual(['commandTooOld'])
})

it('tries again after a pause where the browser gives no lock', async () => {
  const { server, browser } = start()
  const window = browser.openWindow()
  let isRefused = false
  const around = browser.surroundings(() => window)
  const queue = new CommandQueue({
    ...around,
    exclusive: (name, work) =>
      isRefused ? Promise.reject(new DOMException('no', 'AbortError')) : around.exclusive(name, work),
  })
  queue.signIn({ id: browser.name, name: browser.name })
  await pass(browser, 100)
  isRefused = true
  const outcome = outcomeOf(
    queue.press({ field: 'dismissAlert', query: 'mutation { dismissAlert }', input: { id: alert }, rest: {} }),
  )
  await pass(browser, 300)
  expect(outcome).toEqual(['waits'])
  expect(queue.state().waiting).toHaveLength(1)
  isRefused = false
  await pass(browser, 4_000)
  expect(server.events).toHaveLength(1)
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [] })
})

it('sends a command at which the server breaks off some times under its id, and then asks', async () => {
  const asked: string[] = []
  const browser = new FakeBrowser('broken', {
    take: (row: CommandRow) => {
      asked.push(row.id)
      return failed
    },
  })
  const { queue, press } = opened(browser)
  const outcome = outcomeOf(press('dismissAlert', alert))
  await pass(browser, 30_000)
  expect(outcome).toEqual(['waits'])
  expect(asked).toHaveLength(5)
  expect(new Set(asked).size).toBe(1)
  expect(queue.state().toDecide.map(({ refusal }) => refusal?.code)).toEqual(['INTERNAL'])
})

it('tells a window what another one sent for it', async () => {
  const { server, browser } = start()
  const [one, two] = [browser.openWindow(), browser.openWindow()]
  await pass(browser, 100)
  const outcomes = Array.from({ length: 20 }, (_, at) =>
    outcomeOf(
      (at % 2 === 0 ? one : two).press('acknowledgeAlert', `aaaaaaaa-0000-4000-8000-${String(at).padStart(12, '0')}`),
    ),
  )
  await pass(browser, 3_000)
  expect(outcomes).toEqual(Array.from({ length: 20 }, () => [done('acknowledgeAlert')]))
  expect(server.asked).toHaveLength(20)
})
