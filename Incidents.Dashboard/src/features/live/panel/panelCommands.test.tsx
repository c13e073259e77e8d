import { waitsCode } from '@shared/commands/commandExchange'
import type { CommandRow } from '@shared/commands/commandRow'
import { commands } from '@shared/commands/commands'
import { nothing } from '@shared/commands/surroundings'
import { visit } from '@shared/testing/render'
import { serve } from '@shared/testing/server'
import { fireEvent, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { liveRoutes } from '../feature'
import { board, done, hazard, id, lastToast, open, press, row, standIn } from './testing'

// jsdom draws nothing.
vi.mock('../LiveMap', () => ({ default: () => null }))

beforeEach(standIn)

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

it('offers the incidents around, the latest and the most urgent, the nearest first, and says that there are more', async () => {
  const at = (end: number, longitude: number) => ({
    ...row,
    id: `00000000-0000-0000-0000-${String(end).padStart(12, '0')}`,
    street: `Street ${end}`,
    point: { longitude, latitude: 49.8 },
  })
  const nodes = [at(21, 73.3), { ...at(22, 0), point: null }, row]
  const { sent, list } = await open({
    OpenIncidents: {
      data: {
        queues: {
          around: { nodes: [at(23, 73.101)] },
          latest: { nodes: [at(24, 73.2), at(21, 73.3)] },
          all: { totalCount: 130, nodes },
        },
      },
    },
  })
  press(list, 'KeyM')
  const form = await screen.findByRole('form')
  const options = await within(form).findAllByRole('option')
  expect(options.map(({ textContent }) => /Street \d+/.exec(textContent)?.[0])).toEqual(
    [23, 24, 21, 22].map((end) => `Street ${end}`),
  )
  expect(form.textContent).toContain('The nearest, the latest and the most urgent: 4 of 130')
  const [asked] = sent('OpenIncidents')
  expect(asked).toMatchObject({
    hasPlace: true,
    around: { cities: ['karaganda'], near: { ...row.point, radiusMetres: 2_000 } },
    all: { cities: ['karaganda'] },
  })
  const { knownFrom } = (asked as { readonly latest: { readonly knownFrom: string } }).latest
  expect((Date.now() - Date.parse(knownFrom)) / 60_000).toBeCloseTo(120, 0)
})

it('closes a form by Escape without sending, and keeps the panel', async () => {
  const { list, panel } = await open()
  press(list, 'KeyY')
  const form = await screen.findByRole('form', { name: 'Note a hazard' })
  fireEvent.keyDown(within(form).getByLabelText('Category'), { code: 'Escape', key: 'Escape' })
  await vi.waitFor(() => expect(screen.queryByRole('form')).toBeNull())
  expect(panel.isConnected).toBe(true)
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
