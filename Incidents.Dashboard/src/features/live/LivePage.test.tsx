import { changeSession } from '@shared/session/session'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { liveRoutes } from './feature'

// jsdom draws nothing.
vi.mock('./LiveMap', () => ({ default: () => null }))

/** A server that takes no connection. */
class NoSocket extends EventTarget {
  static readonly [name: string]: unknown
  readonly close = () => undefined
  readonly send = () => undefined
}

const idOf = (digit: string) => `00000000-0000-0000-0000-00000000000${digit}`
const row = (digit: string, more: object = {}) => ({
  id: idOf(digit),
  category: 'theft',
  city: 'karaganda',
  street: `Street ${digit}`,
  deviceId: 'CAM-1',
  point: null,
  occurredAt: '2026-03-01T11:59:00+05:00',
  knownAt: `2026-03-01T11:59:0${digit}+05:00`,
  version: 1,
  ...more,
})
const list = (...nodes: readonly object[]) => ({ totalCount: nodes.length, nodes })
const queues = (...alerts: readonly object[]) => ({
  data: {
    serverTime: '2026-03-01T07:00:00Z',
    queues: {
      alerts: list(...alerts),
      calls: list(row('7', { status: 'PLACED' })),
      violations: list(),
      incidents: list(row('8', { status: 'OPEN', urgency: 1 })),
    },
  },
})
const alert = {
  ...row('2'),
  timePrecision: 'MINUTE',
  confidence: 0.9,
  plate: null,
  acknowledgedAt: null,
  endedAt: null,
  dismissedReasonCode: null,
  snapshot: { uri: 'http://elsewhere/1.jpg' },
  snapshotLink: null,
  clip: null,
  clipLink: null,
  liveLink: 'https://vms.example/live/CAM-1',
  incident: null,
}
const done = { position: 9, errors: null }

beforeEach(() => {
  vi.stubGlobal('WebSocket', NoSocket)
  // jsdom measures nothing: the list would have no room for a row.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
})

const open = (replies = {}) => {
  const asked = serve({
    Catalogue: catalogue,
    ReportingTowns: { data: { sourceCoverage: [] } },
    Queues: queues(row('1'), row('2')),
    TroubledDevices: { data: { devices: { nodes: [] } } },
    LiveAlert: { data: { alert } },
    Acknowledge: { data: { acknowledgeAlert: { alert: { id: idOf('2') }, ...done } } },
    ...replies,
  })
  return visit(liveRoutes, '/live').then(() => asked)
}
const listed = () =>
  within(screen.getByRole('listbox'))
    .getAllByRole('option')
    .map((one) => one.dataset['item'])

it('shows the newest alert first, with how long it has waited by the clock of the server', async () => {
  await open()
  const [first] = within(await screen.findByRole('listbox', { name: 'Alerts' })).getAllByRole('option')
  expect(listed()).toEqual([idOf('2'), idOf('1')])
  expect(first?.textContent).toContain('Theft')
  expect(first?.textContent).toContain('Street 2')
  expect(first?.querySelector('time')?.textContent).toMatch(/^5\d secs?$/)
})

it('acknowledges by a key what is marked, and goes on to the next', async () => {
  const asked = await open()
  const box = await screen.findByRole('listbox')
  expect(document.activeElement).toBe(box)
  fireEvent.keyDown(box, { code: 'KeyA', key: 'a' })
  await vi.waitFor(() => expect(listed()).toEqual([idOf('1')]))
  expect(asked.find(({ operation }) => operation === 'Acknowledge')?.variables).toEqual({ id: idOf('2') })
})

it('acknowledges one alert for one press, however long the key is held and however often it is pressed meanwhile', async () => {
  const asked = await open({ Acknowledge: 'never' })
  const box = await screen.findByRole('listbox')
  fireEvent.keyDown(box, { code: 'KeyA', key: 'a', repeat: true })
  fireEvent.keyDown(box, { code: 'KeyJ', key: 'j', repeat: true })
  fireEvent.keyDown(box, { code: 'KeyA', key: 'a' })
  fireEvent.keyDown(box, { code: 'KeyA', key: 'a' })
  await vi.waitFor(() => expect(asked.some(({ operation }) => operation === 'Acknowledge')).toBe(true))
  expect(asked.filter(({ operation }) => operation === 'Acknowledge').map(({ variables }) => variables)).toEqual([
    { id: idOf('1') },
  ])
})

it('keeps in its queue what the server refuses to acknowledge', async () => {
  const refused = { alert: null, position: null, errors: [{ code: 'ALERT_DISMISSED' }] }
  const asked = await open({ Acknowledge: { data: { acknowledgeAlert: refused } } })
  fireEvent.keyDown(await screen.findByRole('listbox'), { code: 'KeyA', key: 'a' })
  await vi.waitFor(() => expect(asked.some(({ operation }) => operation === 'Acknowledge')).toBe(true))
  expect(listed()).toEqual([idOf('2'), idOf('1')])
})

it('opens what is marked, says where its picture is, and closes it again', async () => {
  await open()
  const box = await screen.findByRole('listbox')
  fireEvent.keyDown(box, { code: 'Enter', key: 'Enter' })
  const item = await screen.findByRole('complementary', { name: 'Chosen' })
  expect(await within(item).findByText(/stays in the video system/)).toBeTruthy()
  expect(within(item).getByRole('link', { name: 'Live picture' }).getAttribute('href')).toBe(
    'https://vms.example/live/CAM-1',
  )
  fireEvent.keyDown(box, { code: 'Escape', key: 'Escape' })
  await vi.waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
})

it('offers no command to who may give none', async () => {
  changeSession({ may: { row: 'yes', exact: 'yes', person: 'yes' } })
  const asked = await open()
  fireEvent.keyDown(await screen.findByRole('listbox'), { code: 'KeyA', key: 'a' })
  fireEvent.keyDown(screen.getByRole('listbox'), { code: 'Enter', key: 'Enter' })
  const item = await screen.findByRole('complementary', { name: 'Chosen' })
  expect(within(item).queryByRole('button', { name: /Acknowledge/ })).toBeNull()
  expect(asked.some(({ operation }) => operation === 'Acknowledge')).toBe(false)
})

it('shows another queue by its number, and says what the keys do', async () => {
  await open()
  fireEvent.keyDown(await screen.findByRole('listbox'), { code: 'Digit2', key: '2' })
  const calls = await screen.findByRole('listbox', { name: 'SOS calls' })
  fireEvent.keyDown(calls, { code: 'Slash', key: '?' })
  expect(await screen.findByRole('dialog', { name: 'Keys' })).toBeTruthy()
})

it('has its sound off until somebody switches it on', async () => {
  await open()
  const sound = await screen.findByRole('button', { name: 'Sound is off' })
  const made = vi.fn()
  const ramp = { setValueAtTime: vi.fn(), exponentialRampToValueAtTime: vi.fn() }
  const node: Record<string, unknown> = {
    frequency: { value: 0 },
    gain: ramp,
    connect: () => node,
    start: vi.fn(),
    stop: vi.fn(),
  }
  vi.stubGlobal(
    'AudioContext',
    class {
      readonly currentTime = 0
      constructor() {
        made()
      }
      readonly createOscillator = () => node
      readonly createGain = () => node
      readonly close = () => Promise.resolve()
    },
  )
  expect(made).not.toHaveBeenCalled()
  await userEvent.click(sound)
  expect(made).toHaveBeenCalledOnce()
  expect(await screen.findByRole('button', { name: /Sound is on/ })).toBeTruthy()
})
