import { changeSession } from '@shared/session/session'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { done, hazard, id, lastToast, open, press, standIn } from './testing'

// jsdom draws nothing.
vi.mock('../LiveMap', () => ({ default: () => null }))

beforeEach(standIn)

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

it('shows no plan where the category has none, and its key does nothing', async () => {
  const { list, panel } = await open({}, { plan: null })
  press(list, 'KeyP')
  expect(within(panel).queryByText('Response plan')).toBeNull()
  expect(within(panel).queryByRole('button', { name: /Response plan/ })).toBeNull()
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
