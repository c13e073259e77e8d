import { changeSession } from '@shared/session/session'
import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { incidentRoutes } from './feature'

const at = '2026-03-01T11:00:00+05:00'
const device = {
  id: 'd1',
  deviceId: 'CAM-7',
  kind: 'CAMERA',
  model: 'Hikvision',
  isRegistered: true,
  isRetired: false,
  reportCount: 1_234,
  firstReportAt: at,
  lastReportAt: at,
  health: { status: 'SUSPECTED', since: at, faults: ['STORAGE'], isTownSilent: true },
  availableShare: 0.9135,
  clock: { offsetSeconds: 12.4, uncertaintySeconds: 1.5 },
  street: 'Mira 1',
  place: { city: 'karaganda', district: 'Oktyabr', point: null },
}
const incident = { id: 'i1', category: 'theft', status: 'OPEN' }
const alert = {
  id: 'a1',
  category: 'robbery',
  occurredAt: at,
  timePrecision: 'MINUTE',
  plate: null,
  acknowledgedAt: null,
  endedAt: null,
  dismissedReasonCode: 'false-alarm',
  incident,
}
const reports = {
  data: {
    alerts: { nodes: [alert, { ...alert, id: 'a2', incident: null }] },
    violations: { nodes: [] },
    incidents: { nodes: [{ ...incident, occurredAt: at, timePrecision: 'MINUTE' }] },
  },
}
const town = {
  data: { alerts: { nodes: [] }, violations: { nodes: [] }, incidents: { nodes: [{ id: 'i1', city: 'karaganda' }] } },
}
const nowhere = { data: { ...town.data, incidents: { nodes: [] } } }
const open = (address: string, replies = {}) => {
  const asked = serve({
    Catalogue: catalogue,
    Device: { data: { device } },
    DeviceReports: reports,
    DeviceTown: town,
    ...replies,
  })
  return visit(incidentRoutes, address).then(() => asked)
}

it('shows what a device is, and leads from its alerts to their incidents', async () => {
  await open('/devices/CAM-7?city=karaganda')
  const facts = await screen.findByRole('region', { name: 'What it is' })
  expect(facts.textContent).toContain('KindCamera')
  expect(facts.textContent).toContain('Reports in all1,234')
  expect(facts.textContent).toContain(
    'Health? Suspected to be silentthe whole town is silent, cannot recordsince 01/03/2026, 11:00:00',
  )
  expect(facts.textContent).toContain('Available, 30 days91.4%')
  expect(facts.textContent).toContain('Clockahead12.4 s ± 1.5 s')
  const [, first, second] = within(await screen.findByRole('region', { name: 'Last 20 alerts' })).getAllByRole('row')
  expect(first?.textContent).toBe('01/03/2026, 11:00:00Open the incidentRobberyDismissed as false')
  expect(first?.querySelector('a')?.getAttribute('href')).toBe('/incidents/i1')
  expect(second?.textContent).toContain('none')
  const all = screen.getByRole('link', { name: 'All in the register' }).getAttribute('href')
  expect(new URL(all ?? '', 'http://x').searchParams.get('device')).toBe('CAM-7')
})

it('asks for no street and no reports as an analyst', async () => {
  changeSession({ may: { row: 'yes', place: 'snapped', device: 'snapped' } })
  const health = { ...device.health, since: undefined }
  const withheld = {
    street: undefined,
    reportCount: undefined,
    firstReportAt: undefined,
    lastReportAt: undefined,
    health,
  }
  const asked = await open('/devices/CAM-7?city=karaganda', {
    Device: { data: { device: { ...device, ...withheld } } },
  })
  const facts = await screen.findByRole('region', { name: 'What it is' })
  expect(facts.textContent).toContain('Oktyabr')
  expect(facts.textContent).not.toContain('report')
  expect(facts.textContent).toContain('Suspected to be silent')
  expect(facts.textContent).not.toContain('since')
  expect(asked.find(({ operation }) => operation === 'Device')?.variables['mayDeviceExact']).toBe(false)
  expect(asked.some(({ operation }) => operation === 'DeviceReports')).toBe(false)
})

it('finds the town of a device whose link has none', async () => {
  await open('/devices/CAM-7')
  expect(await screen.findByRole('region', { name: 'What it is' })).toBeTruthy()
})

it.each([
  ['one that reported nothing', '/devices/CAM-8', { DeviceTown: nowhere }],
  ['a town that nobody knows', '/devices/CAM-7?city=nowhere', {}],
  ['a device that is not there', '/devices/CAM-9?city=karaganda', { Device: { data: { device: null } } }],
  ['an id with a control character', '/devices/CAM%00?city=karaganda', {}],
  ['an id that is too long', `/devices/${'x'.repeat(300)}`, {}],
])('says that there is no such device: %s', async (_, address, replies) => {
  await open(address, replies)
  expect(await screen.findByRole('heading', { level: 1, name: 'No such device' })).toBeTruthy()
})
