import { nth } from '@shared/testing/nth'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
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
  isOrderUnknown: false,
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
  description: null as string | null,
  source: 'police',
  sourceId: 'K-17',
  deviceId: null as string | null,
  signals: [] as readonly object[],
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
const alertOf = (snapshot: string) => ({
  data: {
    alert: {
      id: 'a1',
      category: 'theft',
      city: 'karaganda',
      occurredAt: opened,
      timePrecision: 'MINUTE',
      deviceId: 'CAM-7',
      confidence: 0.93,
      plate: null,
      endedAt: null,
      acknowledgedAt: opened,
      dismissedReasonCode: null,
      snapshot: { uri: snapshot, sha256: null },
      clip: null,
    },
  },
})
const violation = {
  data: {
    violation: {
      id: 'v1',
      category: 'theft',
      city: 'karaganda',
      occurredAt: opened,
      timePrecision: 'MINUTE',
      deviceId: 'REC-1',
      status: 'FINED',
      article: '592',
      part: '1',
      plate: '123ABC09',
    },
  },
}
const near = {
  data: {
    incident: {
      id,
      near: [
        {
          distanceMetres: 120,
          afterSeconds: -7_200,
          incident: {
            id: 'n1',
            category: 'robbery',
            status: 'OPEN',
            street: 'Mira 2',
            occurredAt: '2026-03-01T09:00:00+05:00',
            timePrecision: 'MINUTE',
          },
        },
      ],
    },
  },
}
const open = async (incident: Reply, address = `/incidents/${id}`, asKnown: Reply = then, more = {}) => {
  const asked = serve({
    Catalogue: catalogue,
    Incident: incident,
    IncidentAsKnown: asKnown,
    IncidentNear: near,
    ...more,
  })
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
  const place = await screen.findByRole('region', { name: 'Place' })
  expect(within(place).getByText('No coordinates are known')).toBeTruthy()
})

it('says of an entry that clocks cannot tell whether it came after the one before it', async () => {
  const [begun, closing] = timeline
  await open({ data: { incident: file('CLOSED', [{ ...begun }, { ...closing, isOrderUnknown: true }]) } })
  const entries = within(await screen.findByRole('region', { name: 'Timeline' })).getAllByRole('listitem')
  expect(entries.map((one) => one.textContent.includes('order unknown'))).toEqual([false, true])
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
  expect(asked.at(-1)).toMatchObject({ operation: 'IncidentAsKnown', variables: { id, asKnownAt: opened } })
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

it('shows the description, the device and what is linked, with pictures and plates', async () => {
  const signals = [
    { kind: 'ALERT', id: 'a1' },
    { kind: 'VIOLATION', id: 'v1' },
  ]
  const full = { ...file('OPEN', timeline), description: 'Bicycle stolen', deviceId: 'CAM-7', signals }
  await open({ data: { incident: full } }, undefined, then, {
    SignalAlert: alertOf('https://media.example/7.jpg'),
    SignalViolation: violation,
  })
  const panel = await facts()
  expect(panel.textContent).toContain('DescriptionBicycle stolen')
  expect(within(panel).getByRole('link', { name: 'CAM-7' }).getAttribute('href')).toBe('/devices/CAM-7?city=karaganda')
  expect((await screen.findByRole('img', { name: 'Picture' })).getAttribute('src')).toBe('https://media.example/7.jpg')
  const linked = screen.getByRole('region', { name: 'Alerts, calls and violations' })
  expect(linked.textContent).toContain('Confidence: 93%')
  expect(linked.textContent).toContain('Seen by an operator')
  await vi.waitFor(() => expect(linked.textContent).toContain('Article: 592, 1'))
  expect(linked.textContent).toContain('Plate: 123ABC09')
})

it('opens no address that runs a script', async () => {
  const incident = { ...file('OPEN', timeline), signals: [{ kind: 'ALERT', id: 'a1' }] }
  await open({ data: { incident } }, undefined, then, { SignalAlert: alertOf('javascript:alert(1)') })
  expect((await screen.findByText('javascript:alert(1)')).tagName).toBe('CODE')
  expect(screen.queryByRole('img', { name: 'Picture' })).toBeNull()
  expect(document.querySelector('a[href^="javascript"]')).toBeNull()
})

it('lists what was near in place and time, and leads to the same in the register', async () => {
  const point = { longitude: 73.1, latitude: 49.8 }
  const placed = { ...file('OPEN', timeline), place: { city: 'karaganda', district: null, street: null, point } }
  const { asked, search } = await open({ data: { incident: placed } })
  const panel = await screen.findByRole('region', { name: 'Near in place and time' })
  const row = nth(await within(panel).findAllByRole('row'), 1)
  expect([...row.children].map((cell) => cell.textContent)).toEqual([
    'Robbery',
    'Open',
    '01/03/2026, 09:00:00',
    'Mira 2',
    '2 hrs before',
    '120',
  ])
  await userEvent.clear(within(panel).getByLabelText('Within metres'))
  await userEvent.type(within(panel).getByLabelText('Within metres'), '900{Enter}')
  expect(search()).toEqual({ radius: 900 })
  await vi.waitFor(() => expect(asked.at(-1)?.variables).toMatchObject({ id, radiusMetres: 900, hours: 24 }))
  const address = within(panel).getByRole('link', { name: 'Show these in the register' }).getAttribute('href') ?? ''
  const link = new URL(address, 'http://localhost').searchParams
  expect(link.get('near')).toBe('73.1,49.8,900')
  expect(link.get('since')).toBe('2026-02-28T06:00:00.000Z')
  expect(link.get('until')).toBe('2026-03-02T06:00:00.000Z')
})

it('shows a moment of another offset by the clock of the town', async () => {
  await open(now, `/incidents/${id}?knownAt=2026-03-01T06:30:00Z`)
  expect(await screen.findByText('This is how it looked at 01/03/2026, 11:30:00.')).toBeTruthy()
})

it('shows no code before the names are there', async () => {
  serve({ Catalogue: 'never', Incident: now, IncidentAsKnown: then })
  await visit(incidentRoutes, `/incidents/${id}`)
  const panel = await facts()
  expect(panel.textContent).not.toContain('theft')
  expect(panel.textContent).not.toContain('karaganda')
  expect(panel.textContent).toContain('Category…')
})
