import { waitsCode } from '@shared/commands/commandExchange'
import type { CommandRow } from '@shared/commands/commandRow'
import { commands } from '@shared/commands/commands'
import { nothing } from '@shared/commands/surroundings'
import { changeSession } from '@shared/session/session'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { useToasts } from '@shared/ui/toasts'
import { fireEvent, renderHook, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { liveRoutes } from '../feature'

// jsdom draws nothing.
vi.mock('../LiveMap', () => ({ default: () => null }))

/** A server that takes no connection. */
class NoSocket extends EventTarget {
  static readonly [name: string]: unknown
  readonly close = () => undefined
  readonly send = () => undefined
}

const id = '00000000-0000-0000-0000-000000000008'
const hazard = '00000000-0000-0000-0000-0000000000aa'
const row = {
  id,
  version: 3,
  status: 'OPEN',
  category: 'theft',
  city: 'karaganda',
  street: 'Street 8',
  point: { longitude: 73.1, latitude: 49.8 },
  occurredAt: '2026-03-01T11:59:00+05:00',
  knownAt: '2026-03-01T11:59:00+05:00',
  urgency: 1,
  takenBy: null,
  takenAt: null,
}
const named = (name: string) => ({ nameKk: name, nameRu: name, nameEn: name })
const by = (tickedBy: string | null, tickedAt: string | null) => ({ tickedBy, tickedAt, note: null })
const incident = {
  ...row,
  district: null,
  timePrecision: 'MINUTE',
  description: null,
  kuiNumber: null,
  erdrNumber: null,
  mergedInto: null,
  merged: [],
  targets: [
    {
      name: 'dispatch',
      step: 'DISPATCHED',
      withinSeconds: 60,
      status: 'PASSED',
      startedAt: row.knownAt,
      dueAt: '2026-03-01T12:00:00+05:00',
      metAt: null,
      escalatedAt: '2026-03-01T12:00:01+05:00',
      onRole: 'SUPERVISOR',
      onPerson: null,
    },
  ],
  units: [{ unit: 'P-1', status: 'ASSIGNED', since: row.knownAt, arrivedAt: null, endedAt: null, cameWith: null }],
  links: [
    {
      signal: { kind: 'ALERT', id: hazard },
      linkedAt: row.knownAt,
      by: 'rule:danger',
      rule: { rule: 'danger', version: 2, distanceMetres: 41.7, minutes: 3.5 },
      cameWith: null,
    },
  ],
  plan: {
    code: 'theft',
    version: 2,
    ...named('Theft'),
    steps: [
      { ...named('Ask for the picture'), code: 'picture', isRequired: true, ...by('A. Serik', row.knownAt) },
      { ...named('Send a patrol'), code: 'patrol', isRequired: true, ...by(null, null) },
    ],
  },
  cameras: [
    { deviceId: 'CAM-9', city: 'karaganda', place: { street: 'Street 9' }, distanceMetres: 66.2, isLooking: true },
  ],
  earlier: [],
  hazards: [{ id: hazard, category: 'theft', description: 'A dog', notedBy: 'A. Serik', notedAt: row.knownAt }],
}
const recommended = {
  basis: 'STRAIGHT_LINE',
  kilometresPerHour: 30,
  isPlaceUnknown: false,
  withoutPlace: ['P-3'],
  units: [
    {
      unit: { id: hazard, callSign: 'P-2', kind: 'PATROL' },
      distanceMetres: 1_500,
      travelSeconds: 180,
      from: 'STAND_BY',
      isOfKind: true,
    },
  ],
}
const none = { totalCount: 0, nodes: [] }
const done = (field: string, result: object) => ({ data: { [field]: { ...result, position: 9, errors: null } } })

beforeEach(() => {
  vi.stubGlobal('WebSocket', NoSocket)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
})

const queuesOf = (incidents: object) => ({
  data: {
    serverTime: new Date().toISOString(),
    queues: { alerts: none, calls: none, violations: none, incidents },
  },
})
const board = {
  Catalogue: catalogue,
  ReportingTowns: { data: { sourceCoverage: [] } },
  Queues: queuesOf(none),
  TroubledDevices: { data: { devices: { nodes: [] } } },
}

/** Opens the incident beside its queue; the result is what was asked, and the panel. */
async function open(replies: Parameters<typeof serve>[0] = {}, change: object = {}) {
  const asked = serve({
    ...board,
    Queues: queuesOf({ totalCount: 1, nodes: [{ ...row, ...change }] }),
    LiveIncident: { data: { incident: { ...incident, ...change } } },
    RecommendedUnits: { data: { recommendedUnits: recommended } },
    ...replies,
  })
  await visit(liveRoutes, `/live?queue=incidents&item=${id}`)
  const list = await screen.findByRole('listbox', { name: 'Incidents' })
  const panel = await screen.findByRole('complementary', { name: 'Chosen' })
  await within(panel).findByText(/A dog/)
  const sent = (operation: string) =>
    asked.filter((one) => one.operation === operation).map(({ variables }) => variables)
  return { sent, list, panel }
}
const lastToast = () => renderHook(useToasts).result.current.at(-1)
const press = (where: HTMLElement, code: string) => fireEvent.keyDown(where, { code, key: code.slice(3).toLowerCase() })

it('says what has passed and on whom it was escalated, what is near, and why a signal is linked', async () => {
  const { panel } = await open()
  const clock = panel.querySelector('[data-clock=dispatch]')
  expect(clock?.getAttribute('data-tone')).toBe('bad')
  expect(clock?.textContent).toMatch(/over.*within 1 min · escalated: Supervisor/)
  expect(panel.textContent).toContain('By rule danger, version 2 · 42 m · 3.5 min')
  expect(panel.textContent).toContain('Street 9 · 66 m · looks there')
  expect(await within(panel).findByText(/straight line at 30 km\/h/)).toBeTruthy()
  expect(panel.textContent).toContain('P-2 patrol · 1,500 m · 3 mins · from where it stands by')
})

it('sends a unit and records its arrival by the keys of the board and Enter', async () => {
  const { sent, list, panel } = await open({
    AssignUnit: done('assignUnit', { incident: { id } }),
    RecordArrival: done('recordArrival', { incident: { id } }),
  })
  await within(panel).findByRole('button', { name: 'Send P-2' })
  press(list, 'KeyU')
  const arrived = within(panel).getByRole('button', { name: 'P-1 arrived' })
  await vi.waitFor(() => expect(document.activeElement).toBe(arrived))
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(sent('RecordArrival')).toEqual([{ id, unit: 'P-1' }]))
  within(panel).getByRole('button', { name: 'Send P-2' }).focus()
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(sent('AssignUnit')).toEqual([{ id, unit: 'P-2' }]))
})

it('resolves with an outcome that a form asks for, and gives the focus back to the list', async () => {
  const { sent, list } = await open({ ResolveIncident: done('resolveIncident', { incident: { id } }) })
  press(list, 'KeyE')
  const outcome = await screen.findByLabelText('Outcome')
  await vi.waitFor(() => expect(document.activeElement).toBe(outcome))
  await userEvent.selectOptions(outcome, 'nothing-found')
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(sent('ResolveIncident')).toEqual([{ id, outcomeCode: 'nothing-found' }]))
  await vi.waitFor(() => expect(screen.queryByRole('form')).toBeNull())
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole('listbox')))
})

it('takes what nobody has by one key, and says in words why that is refused', async () => {
  const refused = { incident: null, position: null, errors: [{ code: 'WORK_TAKEN_BY_ANOTHER' }] }
  const { sent, list, panel } = await open({ TakeIncident: { data: { takeIncident: refused } } })
  press(list, 'KeyT')
  await vi.waitFor(() => expect(sent('TakeIncident')).toEqual([{ id }]))
  await vi.waitFor(() => expect(lastToast()?.text).toMatch(/Another person/))
  expect(lastToast()?.tone).toBe('bad')
  expect(panel.textContent).toContain('Nobody works on it')
})

it('shows on the row and in the panel who works on it, and lets a supervisor take it over', async () => {
  const { list, panel } = await open({}, { takenBy: 'B. Nurlan', takenAt: '2026-03-01T11:59:30+05:00' })
  expect(within(list).getByRole('option').textContent).toContain('B. Nurlan 11:59:30')
  expect(panel.textContent).toContain('B. Nurlan works on it since')
  expect(within(panel).queryByRole('button', { name: /^Take\b(?! over)/ })).toBeNull()
  expect(within(panel).getByRole('button', { name: /Take over/ })).toBeTruthy()
})

it('ticks a step of the response plan by key, and takes a tick back with its reason', async () => {
  const { sent, list } = await open({
    TickPlanStep: done('tickPlanStep', { incident: { id } }),
    UntickPlanStep: done('untickPlanStep', { incident: { id } }),
  })
  press(list, 'KeyP')
  const first = screen.getByRole('button', { name: /Ask for the picture/ })
  await vi.waitFor(() => expect(document.activeElement).toBe(first))
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await vi.waitFor(() => expect(sent('TickPlanStep')).toEqual([{ id, step: 'patrol' }]))
  await userEvent.click(first)
  const why = await screen.findByLabelText('Why')
  await userEvent.selectOptions(why, 'not-done')
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(sent('UntickPlanStep')).toEqual([{ id, step: 'picture', reasonCode: 'not-done' }]))
})

it('sends what else is done to an incident before the first answer, and the same only once', async () => {
  const { sent, panel } = await open({
    TickPlanStep: 'never',
    RecordArrival: done('recordArrival', { incident: { id } }),
  })
  const tick = within(panel).getByRole('button', { name: /Send a patrol/ })
  await userEvent.click(tick)
  await userEvent.click(tick)
  await userEvent.click(within(panel).getByRole('button', { name: 'P-1 arrived' }))
  await vi.waitFor(() => expect(sent('RecordArrival')).toEqual([{ id, unit: 'P-1' }]))
  expect(sent('TickPlanStep')).toEqual([{ id, step: 'patrol' }])
})

it('sends a form while another command is under way, and the same form once', async () => {
  const { sent, list, panel } = await open({ TickPlanStep: 'never', ResolveIncident: 'never' })
  await userEvent.click(within(panel).getByRole('button', { name: /Send a patrol/ }))
  press(list, 'KeyE')
  await userEvent.selectOptions(await screen.findByLabelText('Outcome'), 'done')
  await userEvent.keyboard('{Enter}{Enter}')
  await vi.waitFor(() => expect(sent('ResolveIncident')).toEqual([{ id, outcomeCode: 'done' }]))
})

it('shows no plan where the category has none, and its key does nothing', async () => {
  const { list, panel } = await open({}, { plan: null })
  press(list, 'KeyP')
  expect(within(panel).queryByText('Response plan')).toBeNull()
  expect(within(panel).queryByRole('button', { name: /Response plan/ })).toBeNull()
})

it('says calmly that a command waits for the network, and closes its form', async () => {
  const { list } = await open({ ResolveIncident: { code: waitsCode, message: 'It waits.' } })
  press(list, 'KeyE')
  await userEvent.selectOptions(await screen.findByLabelText('Outcome'), 'done')
  await userEvent.keyboard('{Enter}')
  await vi.waitFor(() => expect(lastToast()).toMatchObject({ text: 'Waits for the network', tone: 'good' }))
  await vi.waitFor(() => expect(screen.queryByRole('form')).toBeNull())
})

it('marks on the row and in the panel what waits and what is to be decided', async () => {
  const kept = (seq: number, field: string, of: string): CommandRow => ({
    seq,
    id: `${seq}`,
    person: 'serik',
    personName: 'A. Serik',
    field,
    query: '',
    input: { id: of },
    rest: {},
    pressedAt: row.knownAt,
    state: 'waiting',
    failures: 0,
    refusal: null,
  })
  const state = {
    ...nothing,
    waiting: [kept(2, 'takeIncident', id), kept(3, 'takeIncident', hazard)],
    toDecide: [{ ...kept(1, 'closeIncident', id), state: 'decide' as const }],
  }
  vi.spyOn(commands, 'state').mockReturnValue(state)
  const { list, panel } = await open()
  expect(within(list).getByRole('option').textContent).toContain('not sent: 2')
  expect(list.querySelector('[data-kept]')?.getAttribute('data-tone')).toBe('bad')
  expect(panel.querySelector('[data-kept=waiting]')?.textContent).toBe('Kept until the network is back: Incident taken')
  expect(panel.querySelector('[data-kept=decide]')?.textContent).toBe('Refused, to be decided: Incident closed')
})

it('closes a form by Escape without sending, and keeps the panel', async () => {
  const { list, panel } = await open()
  press(list, 'KeyY')
  const form = await screen.findByRole('form', { name: 'Note a hazard' })
  fireEvent.keyDown(within(form).getByLabelText('Category'), { code: 'Escape', key: 'Escape' })
  await vi.waitFor(() => expect(screen.queryByRole('form')).toBeNull())
  expect(panel.isConnected).toBe(true)
})

it('lifts the hazard that its button stands at', async () => {
  const { sent, panel } = await open({ LiftHazard: done('liftHazard', { hazard: { id: hazard } }) })
  await userEvent.click(within(panel).getByRole('button', { name: 'Lift the hazard' }))
  await userEvent.type(await screen.findByLabelText('Reason'), 'gone{Enter}')
  await vi.waitFor(() => expect(sent('LiftHazard')).toEqual([{ city: 'karaganda', hazardId: hazard, reason: 'gone' }]))
})

it('offers nothing to who may only look', async () => {
  changeSession({ may: { row: 'yes', place: 'yes', exact: 'yes', person: 'yes' } })
  const { sent, list, panel } = await open()
  press(list, 'KeyT')
  press(list, 'KeyE')
  expect(within(panel).queryByRole('group', { name: 'What can be done' })).toBeNull()
  expect(panel.querySelectorAll('button[data-choice]').length).toBe(1)
  expect(sent('TakeIncident')).toEqual([])
  expect(sent('RecommendedUnits')).toEqual([])
})

it.each([
  ['alerts', 'LiveAlert', { alert: null }],
  ['calls', 'LiveSosCall', { sosCall: null }],
  ['violations', 'LiveViolation', { violation: null }],
])('asks again about %s that are in no queue any more', async (queue, operation, data) => {
  const asked = serve({ ...board, [operation]: { data } })
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await visit(liveRoutes, `/live?queue=${queue}&item=${hazard}`)
  const times = () => asked.filter((one) => one.operation === operation).length
  await vi.waitFor(() => expect(times()).toBe(1))
  await vi.advanceTimersByTimeAsync(15_000)
  vi.useRealTimers()
  await vi.waitFor(() => expect(times()).toBe(2))
})
