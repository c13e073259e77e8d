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
  knownAt,
  source: 'police',
  by: null,
  deviceId: null,
  category: null,
  unit: null,
  reason: null,
})
const timeline = [entry(1, 'incident_opened', opened, '2026-03-01T10:00:00+05:00'), entry(2, 'incident_closed', closed)]
const file = (status: string, entries: readonly object[]) => ({
  data: {
    incident: {
      id,
      status,
      category: 'theft',
      place: { city: 'karaganda', district: 'Oktyabr', street: null, point: null },
      occurredAt: opened,
      knownAt: opened,
      units: [{ unit: 'U-12', since: opened, arrivedAt: null, status: 'ASSIGNED', endedAt: null }],
      mergedInto: null,
      merged: [],
      timeline: entries,
    },
  },
})
const open = async (incident: Parameters<typeof serve>[0][string], address = `/incidents/${id}`) => {
  const asked = serve({ Catalogue: catalogue, Incident: incident })
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
  await open(file('CLOSED', timeline))
  const panel = await facts()
  expect(panel.textContent).toContain('Closed')
  expect(panel.textContent).toContain('Karaganda, Oktyabr')
  expect(panel.textContent).toContain('U-12: sent 01/03/2026, 11:00:00')
  expect(screen.getByText('No coordinates are known')).toBeTruthy()
})

it('marks an entry that became known later than it occurred, and no other', async () => {
  await open(file('CLOSED', timeline))
  const [late, atOnce] = within(await screen.findByRole('region', { name: 'Timeline' })).getAllByRole('listitem')
  expect(late?.textContent).toContain('+1 hr')
  expect(atOnce?.textContent).not.toContain('+')
})

it('goes back to what was known earlier, and forward to now', async () => {
  const { asked, search } = await open(({ knownAt }) =>
    knownAt === null ? file('CLOSED', timeline) : file('OPEN', timeline.slice(0, 1)),
  )
  await facts()
  const earlier = screen.getByRole('button', { name: 'Earlier' })
  const later = screen.getByRole('button', { name: 'Later' })
  expect(later).toHaveProperty('disabled', true)
  await userEvent.click(earlier)
  expect(search()).toEqual({ knownAt: closed })
  await userEvent.click(earlier)
  expect(search()).toEqual({ knownAt: opened })
  expect(asked.at(-1)?.variables).toEqual({ id, knownAt: opened })
  expect((await facts()).textContent).toContain('Open')
  expect(screen.getByText('This is how it looked at 01/03/2026, 11:00:00.')).toBeTruthy()
  expect(earlier).toHaveProperty('disabled', true)
  await userEvent.selectOptions(screen.getByLabelText('As known at'), 'Now')
  expect(search()).toEqual({})
})

it('says why it does not show what was known then', async () => {
  const replies = ({ knownAt }: Record<string, unknown>) =>
    knownAt === null ? file('CLOSED', timeline) : { code: 'NOT_ALLOWED', message: 'You may not see this.' }
  await open(replies, `/incidents/${id}?knownAt=2020-01-01T00:00:00Z`)
  expect((await screen.findByRole('alert')).textContent).toContain('NOT_ALLOWED')
  expect(screen.queryByText('Nothing was known of this incident then.')).toBeNull()
})

it('says that nothing was known then', async () => {
  const replies = ({ knownAt }: Record<string, unknown>) =>
    knownAt === null ? file('CLOSED', timeline) : { data: { incident: null } }
  await open(replies, `/incidents/${id}?knownAt=2020-01-01T00:00:00Z`)
  expect(await screen.findByText('Nothing was known of this incident then.')).toBeTruthy()
})
