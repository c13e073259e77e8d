import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { nth } from '../testing/nth'
import type { Answer } from './answer'
import { OwnSteps } from './ownSteps'
import { FakeBrowser, pass, refused } from './testing'
import type { CommandRow } from './commandRow'

const incident = 'aaaaaaaa-0000-4000-8000-000000000001'
const told = (version: number): Answer => ({
  data: { categoriseIncident: { incident: { id: incident, version }, errors: null } },
})

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
})
afterEach(() => {
  vi.useRealTimers()
})

it('expects what the own commands led to, and not what somebody else did between them', () => {
  const steps = new OwnSteps()
  for (const version of [4, 5, 5]) steps.note(told(version))
  expect([2, 3, 4, 5, 6].map((seen) => steps.after(incident, seen))).toEqual([2, 5, 5, 5, 6])
  // 6 and 7 are another's.
  steps.note(told(8))
  expect([3, 5, 6, 7, 8].map((seen) => steps.after(incident.toUpperCase(), seen))).toEqual([3, 5, 6, 8, 8])
  steps.note({ data: { closeIncident: { incident: null, errors: [{ code: 'NOT_FOUND' }] } } })
  expect(steps.after(incident, 7)).toBe(8)
  expect(steps.after('another', 7)).toBe(7)
  steps.clear()
  expect(steps.after(incident, 7)).toBe(7)
})

/** A server that counts the changes of one incident, and refuses who expects another version. */
class Versions {
  version = 3
  readonly done: string[] = []
  private readonly answers = new Map<string, { readonly input: string; readonly answer: Answer | null }>()

  take({ id, field, input }: CommandRow): Answer {
    const known = this.answers.get(id)
    if (known !== undefined && known.input !== JSON.stringify(input)) return refused(field, 'MUTATION_CONFLICT')
    if (known?.answer) return known.answer
    const isSeen = input['expectedVersion'] === undefined || input['expectedVersion'] === this.version
    if (known === undefined && isSeen) {
      this.version += 1
      this.done.push(field)
    }
    const answer = known !== undefined || isSeen ? null : refused(field, 'CONCURRENT_CHANGE')
    this.answers.set(id, { input: JSON.stringify(input), answer })
    return answer ?? { data: { [field]: { incident: { id: incident, version: this.version }, errors: null } } }
  }
}

function open(name: string) {
  const server = new Versions()
  const browser = new FakeBrowser(name, server)
  const { queue, ...window } = browser.openWindow()
  const press = (field: string, more: object = {}) =>
    void queue.press({ field, query: `mutation { ${field} }`, input: { id: incident, ...more }, rest: {} })
  return { server, browser, queue, press, window }
}

it('lets a person go on without a network with what they did themselves', async () => {
  const { server, browser, queue, press } = open('own')
  browser.network = 'down'
  press('takeIncident')
  press('categoriseIncident', { expectedVersion: 3 })
  press('correctIncident', { expectedVersion: 3 })
  press('numberIncident', { expectedVersion: 3 })
  await pass(browser, 1_000)
  // The answer of the first is lost, too.
  browser.network = 'answers'
  await pass(browser, 5_000)
  browser.network = 'up'
  await pass(browser, 5_000)
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [], sent: 4 })
  expect(server.done).toEqual(['takeIncident', 'categoriseIncident', 'correctIncident', 'numberIncident'])
  // The page has not read the new version yet.
  press('correctIncident', { expectedVersion: 3 })
  await pass(browser, 300)
  expect(server.done).toHaveLength(5)
})

it('shows what somebody else changed meanwhile, before and between the own commands', async () => {
  const { server, browser, queue, press } = open('others')
  browser.network = 'down'
  press('takeIncident')
  press('categoriseIncident', { expectedVersion: 3 })
  await pass(browser, 300)
  server.version += 1
  browser.network = 'up'
  await pass(browser, 5_000)
  expect(server.done).toEqual(['takeIncident'])
  const row = nth(queue.state().toDecide, 0)
  expect([row.field, row.refusal?.code]).toEqual(['categoriseIncident', 'CONCURRENT_CHANGE'])
  await queue.again(row, server.version)
  await pass(browser, 300)
  expect(server.done).toEqual(['takeIncident', 'categoriseIncident'])
  expect(queue.state()).toMatchObject({ waiting: [], toDecide: [] })
})
