import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { openStore } from './commandStore'
import { nth } from '../testing/nth'
import { FakeBrowser, FakeServer, type Network } from './testing'

const minute = 60_000

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** Numbers that look random and are the same each time (mulberry32). */
function numbers(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Lets time go on for everything, IndexedDB too, whose fake waits by setImmediate. */
async function pass(browsers: readonly FakeBrowser[], milliseconds: number) {
  const step = 50
  for (let gone = 0; gone < milliseconds; gone += step) {
    for (const browser of browsers) browser.clock += step
    await vi.advanceTimersByTimeAsync(step)
    await turn()
  }
}

const turn = async () => {
  for (let i = 0; i < 8; i++) await new Promise((resolve) => setImmediate(resolve))
}

const alertOf = (number: number) => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`

interface Press {
  readonly browser: number
  readonly field: string
  readonly thing: string
  readonly at: string
}

/** Three dispatchers, 500 commands on 60 alerts within 30 minutes, of which the network is cut most of the time. */
async function shift(seed: number, commands: number) {
  const random = numbers(seed)
  const any = <T>(of: readonly T[]): T => nth(of, Math.floor(random() * of.length))
  const server = new FakeServer()
  const all = ['1', '2', '3'].map(
    (name) => new FakeBrowser(name, server, () => openStore(`browser ${name} of ${seed}`), random),
  )
  const windows = all.map((browser) => [browser.openWindow(), browser.openWindow()])
  await pass(all, 100)
  const pressed: Press[] = []
  const every = (30 * minute) / commands
  for (let done = 0; done < commands; done++) {
    const at = Math.floor(random() * 3)
    const browser = nth(all, at)
    if (random() < 0.1) browser.network = any<Network>(['up', 'down', 'down', 'answers'])
    // A page is closed in the middle of what it does, and opened anew.
    if (random() < 0.05) {
      const place = Math.floor(random() * 2)
      nth(nth(windows, at), place).close()
      nth(windows, at)[place] = browser.openWindow()
    }
    const field = any(['acknowledgeAlert', 'dismissAlert', 'reinstateAlert'])
    const thing = alertOf(Math.floor(random() * 60))
    const window = any(nth(windows, at))
    pressed.push({ browser: at, field, thing, at: new Date(browser.clock).toISOString() })
    void window.press(field, thing)
    // The press is kept before anything else can happen.
    await turn()
    await pass(all, every / 12)
    for (const one of all) one.clock += every - every / 12
  }
  for (const one of all) one.network = 'up'
  for (const one of windows.flat()) one.queue.retry()
  await pass(all, 5_000)
  return { server, windows, pressed }
}

it.each([1, 2, 3])(
  'three dispatchers and 500 commands through a cut network: none lost, none doubled (%i)',
  async (seed) => {
    const { server, windows, pressed } = await shift(seed, 500)
    const shown = windows.map((open) => nth(open, 0).queue.state())
    // In step: nothing waits but what stands behind a conflict.
    const toDecide = shown.flatMap((state) => state.toDecide)
    const behind = shown.flatMap((state) => state.waiting)
    for (const row of behind)
      expect(
        toDecide.some(
          ({ person, input, seq }) => person === row.person && input['id'] === row.input['id'] && seq < row.seq,
        ),
      ).toBe(true)
    // Each is done once, refused at once, or shown.
    const ids = server.events.map(({ command }) => command)
    expect(new Set(ids).size).toBe(ids.length)
    const kept = new Set([...toDecide, ...behind].map(({ id }) => id))
    expect(ids.filter((id) => kept.has(id))).toEqual([])
    const answered = new Set(server.asked)
    expect(answered.size + behind.length).toBe(pressed.length)
    expect(server.events.length).toBeGreaterThan(100)
    expect(toDecide.length).toBeGreaterThan(10)
    // With the time of the press.
    const times = new Set(pressed.map(({ browser, field, thing, at }) => [browser + 1, field, thing, at].join()))
    for (const { by, field, thing, occurredAt } of server.events)
      expect(times).toContain([by, field, thing, occurredAt].join())
    // In the order of the presses, for each person and thing.
    const lines = new Map<string, string[]>()
    for (const { by, thing, occurredAt } of server.events)
      lines.set(by + thing, [...(lines.get(by + thing) ?? []), occurredAt])
    for (const line of lines.values()) expect(line).toEqual(line.toSorted())
  },
  120_000,
)
