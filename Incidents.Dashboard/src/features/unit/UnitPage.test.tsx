import { renderHook, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { catalogue, serve } from '@shared/testing/server'
import { visit } from '@shared/testing/render'
import { useToasts } from '@shared/ui/toasts'
import { unitRoutes } from './feature'
import { nowOf } from './steps'

const incident = 'aaaaaaaa-0000-4000-8000-000000000001'
const other = 'aaaaaaaa-0000-4000-8000-000000000002'

const mission = (
  state: 'ASSIGNED' | 'ACCEPTED' | 'EN_ROUTE' | 'AT_SCENE',
  incidentId = incident,
  sentAt = '10:00',
) => ({
  incidentId,
  state,
  sentAt: `2026-03-01T${sentAt}:00+05:00`,
  acceptedAt: null,
  setOutAt: null,
  arrivedAt: null,
})
const said = (field: string, of: string | null = incident) => ({ field, incident: of })

it('offers one step after the other, also those that wait', () => {
  const off = { isOnDuty: false, missions: [] }
  expect(nowOf(off, [])).toEqual({ state: 'OFF_DUTY', incident: null, next: 'beginUnitDuty', mayEnd: false })
  expect(nowOf(off, [said('beginUnitDuty', null)])).toMatchObject({ state: 'FREE', next: null, mayEnd: true })
  expect(nowOf(off, [said('beginUnitDuty', null), said('endUnitDuty', null)])).toMatchObject({ state: 'OFF_DUTY' })
  const sent = { isOnDuty: true, missions: [mission('ASSIGNED')] }
  const steps = ['unitAccept', 'unitEnRoute', 'unitArrive', 'unitFree']
  expect(
    steps.map(
      (_, at) =>
        nowOf(
          sent,
          steps.slice(0, at).map((field) => said(field)),
        ).next,
    ),
  ).toEqual(steps)
  expect(
    nowOf(
      sent,
      steps.map((field) => said(field)),
    ),
  ).toMatchObject({ state: 'FREE', incident: null })
  // What the server knows already is not taken back by an older word.
  expect(nowOf({ isOnDuty: true, missions: [mission('AT_SCENE')] }, [said('unitAccept')]).state).toBe('AT_SCENE')
  // The last mission counts; when it is over, the earlier one does.
  const two = { isOnDuty: true, missions: [mission('ASSIGNED', other, '10:30'), mission('AT_SCENE')] }
  expect(nowOf(two, [])).toMatchObject({ state: 'ASSIGNED', incident: other })
  expect(nowOf(two, [said('unitFree', other)])).toMatchObject({ state: 'AT_SCENE', incident })
})

const unitOf = (missions: readonly object[], isOnDuty = true) => ({
  data: {
    myUnit: {
      id: other,
      callSign: 'P-1',
      city: 'karaganda',
      kind: 'PATROL',
      isRetired: false,
      isOnDuty,
      position: null,
      missions,
    },
  },
})
const at = {
  data: {
    incident: {
      id: incident,
      category: 'theft',
      description: 'A bag',
      occurredAt: '2026-03-01T09:55:00+05:00',
      timePrecision: 'MINUTE',
      place: { city: 'karaganda', district: null, street: 'Mira 1', point: { longitude: 73.1, latitude: 49.8 } },
    },
  },
}

it('shows where the unit was sent, and says its steps by one button', async () => {
  const states = ['ASSIGNED', 'ACCEPTED'] as const
  let accepted = 0
  const asked = serve({
    Catalogue: catalogue,
    MyUnit: () => unitOf([mission(states[accepted] ?? 'ACCEPTED')]),
    Mission: at,
    AcceptMission: () => {
      accepted = 1
      return { data: { unitAccept: { unit: { id: other }, errors: null } } }
    },
  })
  await visit(unitRoutes, '/unit')
  const main = await screen.findByText('Sent to an incident')
  expect(main).toBeDefined()
  expect(await screen.findByText(/Mira 1/)).toBeDefined()
  expect(screen.getByText('A bag')).toBeDefined()
  expect(screen.getByRole('link', { name: 'Show the way' }).getAttribute('href')).toBe('geo:49.8,73.1')
  await userEvent.click(screen.getByRole('button', { name: 'Accept' }))
  expect(await screen.findByRole('button', { name: 'En route' })).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Accept' })).toBeNull()
  expect(asked.filter(({ operation }) => operation === 'AcceptMission')).toHaveLength(1)
})

it('asks again what the control room has learnt of the incident', async () => {
  const asked = serve({ Catalogue: catalogue, MyUnit: unitOf([mission('ASSIGNED')]), Mission: at })
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  await visit(unitRoutes, '/unit')
  const times = () => asked.filter(({ operation }) => operation === 'Mission').length
  await waitFor(() => expect(times()).toBe(1))
  await vi.advanceTimersByTimeAsync(15_000)
  vi.useRealTimers()
  await waitFor(() => expect(times()).toBe(2))
})

it('says why a step was refused, and that a sign-in has no unit', async () => {
  serve({
    Catalogue: catalogue,
    MyUnit: unitOf([], false),
    BeginDuty: { data: { beginUnitDuty: { unit: null, errors: [{ code: 'UNIT_ALREADY_ON_DUTY' }] } } },
  })
  const first = await visit(unitRoutes, '/unit')
  await userEvent.click(await screen.findByRole('button', { name: 'Begin duty' }))
  const { result } = renderHook(useToasts)
  await waitFor(() => expect(result.current.map(({ text }) => text)).toEqual(['The unit is on duty']))
  first.unmount()
  serve({ Catalogue: catalogue, MyUnit: { data: { myUnit: null } } })
  await visit(unitRoutes, '/unit')
  expect(await screen.findByText('No unit belongs to your sign-in')).toBeDefined()
})

it('reports a position only with consent and on duty, and no more after it was taken back', async () => {
  localStorage.removeItem('unit-position')
  const watches: PositionCallback[] = []
  const cleared: number[] = []
  vi.stubGlobal('navigator', {
    userAgent: window.navigator.userAgent,
    language: 'en',
    languages: ['en'],
    geolocation: {
      watchPosition: (report: PositionCallback) => watches.push(report),
      clearWatch: (watch: number) => cleared.push(watch),
    },
  })
  const asked = serve({
    Catalogue: catalogue,
    MyUnit: unitOf([]),
    ReportPosition: { data: { reportUnitPosition: { unit: { id: other }, errors: null } } },
  })
  await visit(unitRoutes, '/unit')
  const region = await screen.findByRole('region', { name: 'Position of the phone' })
  expect(watches).toHaveLength(0)
  await userEvent.click(within(region).getByRole('button', { name: 'Report my position' }))
  await waitFor(() => expect(watches).toHaveLength(1))
  const place = { coords: { longitude: 73.1, latitude: 49.8 } } as GeolocationPosition
  watches[0]?.(place)
  watches[0]?.(place)
  expect(await screen.findByText('The position is reported.')).toBeDefined()
  const reports = asked.filter(({ operation }) => operation === 'ReportPosition')
  expect(reports.map(({ variables }) => variables)).toMatchObject([
    { city: 'karaganda', point: { longitude: 73.1, latitude: 49.8 } },
  ])
  await userEvent.click(within(region).getByRole('button', { name: 'Stop reporting' }))
  await waitFor(() => expect(cleared).toEqual([1]))
  expect(localStorage.getItem('unit-position')).toBeNull()
})
