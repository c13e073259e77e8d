import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import { incidentRoutes } from './feature'

const id = '00000000-0000-0000-0000-000000000001'
const opened = '2026-03-01T11:00:00+05:00'
const closed = '2026-03-01T13:00:00+05:00'
const entry = (sequence: number, type: string, knownAt: string, occurredAt = knownAt) => ({
  sequence,
  subject: 'INCIDENT',
  type,
  occurredAt,
  timePrecision: 'MINUTE',
  knownAt,
  source: 'police',
  by: null,
  deviceId: null,
  category: null,
  unit: null,
  reasonCode: null,
  outcomeCode: null,
})
const timeline = [entry(1, 'incident_opened', opened, '2026-03-01T10:00:00+05:00'), entry(2, 'incident_closed', closed)]
const file = (status: string, entries: readonly object[]) => ({
  id,
  status,
  category: 'theft',
  place: { city: 'karaganda', district: 'Oktyabr', street: null, point: null },
  occurredAt: opened,
  timePrecision: 'MINUTE',
  offenceCount: 1,
  victims: null as number | null,
  offences: [{ offenceId: null, category: 'theft', victims: null, isGravest: true }],
  knownAt: opened,
  units: [{ unit: 'U-12', since: opened, arrivedAt: null, status: 'ASSIGNED', endedAt: null }],
  mergedInto: null,
  merged: [],
  timeline: entries,
})
const now = { data: { incident: file('CLOSED', timeline) } }
const then = ({ asKnownAt }: Record<string, unknown>) => ({
  data: {
    incidentAsKnown: {
      ...file('OPEN', timeline.slice(0, 1)),
      id: `${id}@${String(asKnownAt)}`,
      incidentId: id,
    },
  },
})
type Reply = Parameters<typeof serve>[0][string]
const open = async (incident: Reply, address = `/incidents/${id}`, asKnown: Reply = then) => {
  const asked = serve({ Catalogue: catalogue, Incident: incident, IncidentAsKnown: asKnown })
  return { ...(await visit(incidentRoutes, address)), asked }
}
const facts = () => screen.findByRole('region', { name: 'As it stands' })

it('says so where there is no such incident, and leads back', async () => {
  await open({ data: { incident: null } })
  expect(await screen.findByRole('heading', { level: 1, name: 'No such incident' })).toBeTruthy()
  expect(screen.getByRole('link', { name: 'Back to the register' }).getAttribute('href')).toBe('/incidents')
})

it('gives a refusal with its code', async () => {
  await open({ code: 'NOT_ALLOWED', message: 'You may not see this.' })
  expect((await screen.findByRole('alert')).textContent).toContain('NOT_ALLOWED')
})

it('shows the facts, and says where no coordinates are known', async () => {
  await open(now)
  const panel = await facts()
  expect(panel.textContent).toContain('Closed')
  expect(panel.textContent).toContain('Karaganda, Oktyabr')
  expect(panel.textContent).toContain('U-12: sent 01/03/2026, 11:00:00')
  expect(screen.getByText('No coordinates are known')).toBeTruthy()
})

it('shows what is known of the time, and neither an hour nor a delay that is not known', async () => {
  const [begun] = timeline
  const entries = [{ ...begun, occurredAt: '2026-03-01T00:00:00+05:00', timePrecision: 'DAY' }]
  const coarse = { ...file('OPEN', entries), occurredAt: '2026-03-01T00:00:00+05:00', timePrecision: 'DAY' }
  await open({ data: { incident: coarse } })
  const panel = await facts()
  expect(panel.textContent).toContain('1 Mar 2026The day is known, not the hour')
  expect(panel.textContent).not.toContain('00:00:00')
  const [entry] = within(await screen.findByRole('region', { name: 'Timeline' })).getAllByRole('listitem')
  expect(entry?.textContent).toContain('Occurred1 Mar 2026')
  expect(entry?.textContent).not.toContain('+')
})

it('lists the offences of an incident, and its victims as far as they are given', async () => {
  const offences = [
    { offenceId: '1', category: 'robbery', victims: 2, isGravest: true },
    { offenceId: '2', category: 'theft', victims: null, isGravest: false },
  ]
  await open({ data: { incident: { ...file('OPEN', timeline), offenceCount: 2, victims: 2, offences } } })
  expect((await facts()).textContent).toContain('Offences2Victims2')
  const rows = within(await screen.findByRole('region', { name: 'Offences' }))
    .getAllByRole('row')
    .slice(1)
  expect(rows.map((row) => [...row.children].map((cell) => cell.textContent))).toEqual([
    ['Robbery Gravest', '2', '1'],
    ['Theft ', 'not given', '2'],
  ])
})

it('has no list of offences for an incident that is reported once', async () => {
  await open(now)
  expect((await facts()).textContent).not.toContain('Victims')
  expect(screen.queryByRole('region', { name: 'Offences' })).toBeNull()
})

it('marks an entry that became known later than it occurred, and no other', async () => {
  await open(now)
  const [late, atOnce] = within(await screen.findByRole('region', { name: 'Timeline' })).getAllByRole('listitem')
  expect(late?.textContent).toContain('+1 hr')
  expect(atOnce?.textContent).not.toContain('+')
})

it('goes back to what was known earlier, and forward to now', async () => {
  const { asked, search } = await open(now)
  await facts()
  const earlier = screen.getByRole('button', { name: 'Earlier' })
  const later = screen.getByRole('button', { name: 'Later' })
  expect(later).toHaveProperty('disabled', true)
  await userEvent.click(earlier)
  expect(search()).toEqual({ knownAt: closed })
  await userEvent.click(earlier)
  expect(search()).toEqual({ knownAt: opened })
  expect(asked.at(-1)).toEqual({ operation: 'IncidentAsKnown', variables: { id, asKnownAt: opened } })
  const panel = await facts()
  expect(panel.textContent).toContain('Open')
  // The number is that of the incident, and not that of the incident at a moment.
  expect(within(panel).getByText(id)).toBeTruthy()
  expect(screen.getByText('This is how it looked at 01/03/2026, 11:00:00.')).toBeTruthy()
  expect(earlier).toHaveProperty('disabled', true)
  await userEvent.selectOptions(screen.getByLabelText('As known at'), 'Now')
  expect(search()).toEqual({})
})

it('says why it does not show what was known then', async () => {
  const refusal = { code: 'NOT_ALLOWED', message: 'You may not see this.' }
  await open(now, `/incidents/${id}?knownAt=2020-01-01T00:00:00Z`, refusal)
  expect((await screen.findByRole('alert')).textContent).toContain('NOT_ALLOWED')
  expect(screen.queryByText('Nothing was known of this incident then.')).toBeNull()
})

it('says that nothing was known then', async () => {
  await open(now, `/incidents/${id}?knownAt=2020-01-01T00:00:00Z`, { data: { incidentAsKnown: null } })
  expect(await screen.findByText('Nothing was known of this incident then.')).toBeTruthy()
})
