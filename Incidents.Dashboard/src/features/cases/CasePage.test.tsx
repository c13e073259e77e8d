import { changeSession } from '@shared/session/session'
import { givePurpose } from '@shared/session/purpose'
import { nth } from '@shared/testing/nth'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { act, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { beforeEach, expect, it, vi } from 'vitest'
import { caseRoutes } from './feature'

const id = '00000000-0000-0000-0000-000000000001'
const at = '2026-03-01T11:00:00+05:00'
const item = (kind: string, part: object = {}) => ({
  id: `00000000-0000-0000-0000-0000000000${kind.length}0`,
  kind,
  reason: null,
  personName: null,
  plate: null,
  note: null,
  tag: null,
  assignee: null,
  dueOn: null,
  isDone: null,
  ...part,
})
const file = {
  id,
  version: 3,
  number: '26-17',
  title: 'Thefts in the yards',
  city: 'karaganda',
  status: 'OPEN',
  owner: { callerId: 'all', name: 'A. Serik' },
  sharedWith: [{ callerId: 'b', name: 'B. Aman' }],
  openedAt: at,
  lastKnownAt: at,
  isHeld: false,
  isMasked: false,
  mergedInto: null,
  absorbed: [],
  splitOff: [],
  origin: null,
  branches: [],
  views: [],
  items: [item('VEHICLE', { plate: '123ABC09' }), item('TASK', { note: 'Ask the neighbours', isDone: false })],
  evidence: [],
}
const entry = (name: string, type: string, part: object = {}) => ({
  id: name,
  isStarred: false,
  isOrderUnknown: false,
  cameFromCaseId: null,
  viaIncidentId: null,
  comments: [],
  clock: { kind: 'DEVICE', name: 'CAM-7', receiptSeconds: 4, uncertaintySeconds: 4 },
  event: {
    sequence: 1,
    subject: 'ALERT',
    subjectId: id,
    type,
    occurredAt: at,
    timePrecision: 'MINUTE',
    knownAt: '2026-03-01T11:00:04+05:00',
    source: 'cameras',
    by: null,
    deviceId: 'CAM-7',
    category: 'theft',
    unit: null,
    isMasked: false,
    place: null,
  },
  ...part,
})
const timeline = {
  totalCount: 2,
  nodes: [entry('e1', 'alert_raised'), entry('e2', 'alert_ended', { isOrderUnknown: true })],
  pageInfo: { hasNextPage: false, endCursor: null },
}
const done = { case: { id }, errors: null }

const open = async (address = `/cases/${id}`, replies = {}) => {
  const asked = serve({
    Catalogue: catalogue,
    CaseFile: { data: { case: file } },
    CaseEntries: { data: { case: { id, timeline } } },
    ...replies,
  })
  return { ...(await visit(caseRoutes, address)), asked }
}

beforeEach(() => {
  // Only entries in sight are drawn, and jsdom lays nothing out.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900)
})

it('shows each entry with both times, its source and its clock, and marks an order that nobody knows', async () => {
  await open()
  expect(await screen.findByText('2 entries')).toBeTruthy()
  const list = await screen.findByRole('list', { name: 'Entries' })
  const [first, second] = within(list).getAllByRole('listitem')
  expect(first?.textContent).toContain('01/03/2026, 11:00:00')
  expect(first?.textContent).toContain('01/03/2026, 11:00:04')
  expect(first?.textContent).toContain('cameras')
  expect(first?.textContent).toMatch(/of the device · CAM-7 · ± 4 secs? · received after \+4 secs?/)
  expect(first?.textContent).not.toContain('order unknown')
  expect(second?.textContent).toContain('order unknown')
})

it('gives a star, and leads to how the case looked when an entry became known', async () => {
  const { asked, search } = await open(undefined, { StarCaseEntry: { data: { starCaseEntry: done } } })
  await userEvent.click(nth(await screen.findAllByRole('button', { name: /^Star:/ }), 0))
  const sent = asked.find(({ operation }) => operation === 'StarCaseEntry')
  expect(sent?.variables).toEqual({ input: { id, entryId: 'e1', isStarred: true } })
  await userEvent.click(nth(screen.getAllByRole('button', { name: 'How it looked then' }), 0))
  expect(search()).toEqual({ knownAt: '2026-03-01T11:00:04+05:00' })
})

it('asks for what the link filters, in the order of the link', async () => {
  const { asked } = await open(`/cases/${id}?order=known&starred=yes&text=CAM&kinds=["alert_raised"]`)
  await screen.findByRole('list', { name: 'Entries' })
  expect(asked.find(({ operation }) => operation === 'CaseEntries')?.variables).toMatchObject({
    filter: { isStarred: true, text: 'CAM', kinds: ['alert_raised'] },
    order: 'KNOWN',
  })
})

it('changes nothing of a case as it was, nor of a closed one', async () => {
  const then = { ...file, id: 'then', caseId: id }
  await open(`/cases/${id}?section=items&knownAt=2026-03-01T12:00:00Z`, {
    CaseFileAsKnown: { data: { caseAsKnown: then } },
  })
  expect(await screen.findByText('Ask the neighbours')).toBeTruthy()
  expect(screen.getByText(/Nothing can be changed in it/)).toBeTruthy()
  expect(screen.queryByRole('form')).toBeNull()
  expect(screen.getByRole('checkbox')).toHaveProperty('disabled', true)
  expect(screen.queryByRole('button', { name: 'Close the case' })).toBeNull()
})

it('says that nothing was known of the case yet', async () => {
  await open(`/cases/${id}?knownAt=2020-03-01T12:00:00Z`, { CaseFileAsKnown: { data: { caseAsKnown: null } } })
  expect(await screen.findByText('Nothing was known of this case then.')).toBeTruthy()
})

it('detaches with a reason only, and keeps the line open where it is refused', async () => {
  const attached = { ...file, items: [item('INCIDENT', { reason: 'same yard' })] }
  const refused = { data: { detachFromCase: { case: null, errors: [{ code: 'CASE_CLOSED' }] } } }
  const { asked } = await open(`/cases/${id}?section=items`, {
    CaseFile: { data: { case: attached } },
    CaseThing: { data: { incident: null } },
    DetachFromCase: refused,
  })
  await userEvent.click(await screen.findByRole('button', { name: 'Detach: same yard' }))
  const form = screen.getByRole('form', { name: 'Detach' })
  expect(within(form).getByRole('button', { name: 'Detach' })).toHaveProperty('disabled', true)
  await userEvent.type(within(form).getByLabelText('Reason'), 'another yard{Enter}')
  const sent = asked.find(({ operation }) => operation === 'DetachFromCase')
  expect(sent?.variables).toMatchObject({ input: { id, reason: 'another yard' } })
})

it('asks for a purpose before it asks for a plate', async () => {
  const track = {
    plate: '123ABC09',
    impossibleKmPerHour: 250,
    clockUncertaintySeconds: 120,
    form: null,
    reads: [],
    legs: [],
  }
  const companions = {
    plate: '123ABC09',
    minutes: 5,
    readsOfPlate: 0,
    devices: 0,
    daysOfPlate: 0,
    vehiclesCompared: 0,
    companions: [],
  }
  const { asked } = await open(`/cases/${id}?section=plate&plate=123ABC09`, {
    PlateTrack: { data: { plateTrack: track } },
    PlateCompanions: { data: { plateCompanions: companions } },
  })
  const form = await screen.findByRole('region', { name: 'Purpose of the search' })
  expect(asked.some(({ operation }) => operation.startsWith('Plate'))).toBe(false)
  await userEvent.type(within(form).getByLabelText(/^Number of the case/), '26-17')
  await userEvent.click(within(form).getByRole('button', { name: 'Search' }))
  expect(await screen.findByText('The plate was not read in this period')).toBeTruthy()
  expect(asked.find(({ operation }) => operation === 'PlateTrack')?.variables).toMatchObject({ plate: '123ABC09' })
  act(() => givePurpose(null))
})

it.each([
  ['one that is not there', `/cases/${id}`],
  ['an id that is none', '/cases/x'],
])('says that there is no such case: %s', async (_, address) => {
  await open(address, { CaseFile: { data: { case: null } } })
  expect(await screen.findByRole('heading', { level: 1, name: 'No such case' })).toBeTruthy()
})

it('offers no command to who may not give any', async () => {
  changeSession({ may: { case: 'yes' } })
  await open(`/cases/${id}?section=items`)
  expect(await screen.findByText('Ask the neighbours')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Close the case' })).toBeNull()
  expect(screen.queryByRole('form')).toBeNull()
})

it.each([
  [
    'a person',
    item('PERSON', { personName: 'I. Petrov', note: 'tall' }),
    'Name',
    'I. Petrova',
    { personName: 'I. Petrova' },
  ],
  ['a vehicle', item('VEHICLE', { plate: '123ABC09' }), 'Plate', '321ABC09', { plate: '321ABC09' }],
  ['a note', item('NOTE', { note: 'seen at noon' }), 'Note', 'seen at one', { note: 'seen at one' }],
])('amends %s, and sends what was changed only', async (_, kept, field, typed, changed) => {
  const { asked } = await open(`/cases/${id}?section=items`, {
    CaseFile: { data: { case: { ...file, items: [kept] } } },
    AmendCaseItem: { data: { amendCaseItem: done } },
  })
  await userEvent.click(await screen.findByRole('button', { name: /^Amend: / }))
  const form = screen.getByRole('form', { name: 'Amend' })
  expect(within(form).getByRole('button', { name: 'Amend' })).toHaveProperty('disabled', true)
  const line = within(form).getByLabelText(field)
  await userEvent.clear(line)
  await userEvent.type(line, typed)
  await userEvent.click(within(form).getByRole('button', { name: 'Amend' }))
  const sent = asked.find(({ operation }) => operation === 'AmendCaseItem')
  expect(sent?.variables).toEqual({ input: { id, itemId: kept.id, ...changed } })
  expect(await screen.findByRole('button', { name: /^Amend: / })).toBeTruthy()
})

it('leads from the search to the cases that it finds', async () => {
  const found = {
    id,
    number: '26-17',
    title: 'Thefts in the yards',
    city: 'karaganda',
    status: 'CLOSED',
    lastKnownAt: at,
  }
  act(() => givePurpose({ reason: 'INVESTIGATION', reference: '26-17' }))
  await open(`/cases/${id}?section=find&find=theft`, {
    CaseSearch: { data: { search: { incidents: [], plates: [], cases: [{ isExact: false, case: found }] } } },
  })
  const cases = await screen.findByRole('region', { name: 'Cases found' })
  expect(within(cases).getByRole('link', { name: 'Thefts in the yards' }).getAttribute('href')).toBe(`/cases/${id}`)
  expect(within(cases).getByText('similar')).toBeTruthy()
  expect(within(cases).getByText('Closed')).toBeTruthy()
  act(() => givePurpose(null))
})
