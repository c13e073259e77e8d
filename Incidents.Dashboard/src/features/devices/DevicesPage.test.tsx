import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import { deviceRoutes } from './feature'

// jsdom draws nothing.
vi.mock('./DeviceMap', () => ({ default: () => null }))

const device = {
  id: 'd1',
  deviceId: 'CAM-7',
  kind: 'CAMERA',
  city: 'karaganda',
  district: 'Oktyabr',
  street: 'Mira 1',
  isRegistered: true,
  isRetired: false,
  health: { status: 'FAULTED', since: '2026-02-27T10:00:00+05:00', faults: ['STORAGE'], isTownSilent: false },
  availableShare: 0.9135,
  clock: { offsetSeconds: -12.4, uncertaintySeconds: 1.5, reports: 40 },
  details: { owner: 'akimat', plannedOn: '2025-01-01', installedOn: '2025-02-01', acceptedOn: null },
  certificates: [{ number: '1', validUntil: '2026-02-01' }],
}
const page = { hasNextPage: false, endCursor: null }
const count = (totalCount: number) => ({ totalCount })
const open = (replies = {}) => {
  const asked = serve({
    Catalogue: catalogue,
    ReportingTowns: { data: { sourceCoverage: [] } },
    DevicesClock: { data: { serverTime: '2026-03-01T07:00:00Z' } },
    Devices: { data: { devices: { totalCount: 1, pageInfo: page, nodes: [device] } } },
    DevicePlaces: { data: { devices: { pageInfo: page, nodes: [] } } },
    HealthCounts: {
      data: { SUSPECTED: count(3), FAULTED: count(1), UNKNOWN: count(0), HEALTHY: count(3_200), RETIRED: count(2) },
    },
    DeviceFigures: {
      data: {
        deviceAvailability: [
          {
            city: 'karaganda',
            kind: 'CAMERA',
            devices: 4,
            neverHeard: 1,
            acceptedSeconds: 1_000,
            silentSeconds: 60,
            faultedSeconds: 40,
            unknownSeconds: 600,
          },
        ],
        rollOut: {
          from: '2025-01-01',
          until: '2028-01-01',
          budgetTenge: 4_600_000_000,
          spentTenge: 1_200_000_000,
          upkeepTenge: 40_000_000,
          committedTenge: 4_700_000_000,
          withoutCost: 5,
          targets: [{ kind: 'RECORDER', target: 100, planned: 60, installed: 50, accepted: 40 }],
          years: [{ year: 2025, target: 33, planned: 20, installed: 10, accepted: 9 }],
        },
      },
    },
    ...replies,
  })
  return visit(deviceRoutes, '/devices').then((shown) => ({ ...shown, asked }))
}

it('shows of a device its health, its clock, how far it is and its certificate', async () => {
  await open()
  const row = await screen.findByRole('row', { name: /^CAM-7/ })
  const cells = within(row)
    .getAllByRole('cell')
    .map((cell) => cell.textContent)
  expect(cells[0]).toBe('KaragandaOktyabr, Mira 1')
  expect(cells[1]).toBe('! Faultedcannot recordsince 27/02/2026, 10:00:00')
  expect(cells[2]).toBe('91.4%')
  expect(cells[3]).toBe('behind12.4 s ± 1.5 s')
  expect(cells[4]).toMatch(/^Installed/)
  expect(cells[5]).toMatch(/^ended/)
})

it('does not call a clock wrong by less than what is not known of it', async () => {
  const clock = { offsetSeconds: 1.2, uncertaintySeconds: 1.5, reports: 40 }
  const nodes = [{ ...device, clock }]
  await open({ Devices: { data: { devices: { totalCount: 1, pageInfo: page, nodes } } } })
  const row = await screen.findByRole('row', { name: /^CAM-7/ })
  expect(within(row).getByText(/right, as far as known/)).toBeTruthy()
})

it('counts the devices by health, and shows those of one', async () => {
  const { asked, search } = await open()
  expect(await screen.findByText('3,200')).toBeTruthy()
  await userEvent.click(await screen.findByRole('button', { name: 'Show: Suspected to be silent' }))
  await vi.waitFor(() => expect(search()).toEqual({ health: ['SUSPECTED'] }))
  await vi.waitFor(() =>
    expect(asked.findLast(({ operation }) => operation === 'Devices')?.variables['filter']).toEqual({
      healths: ['SUSPECTED'],
    }),
  )
})

it('says of how much time it is not known whether the devices worked', async () => {
  await open()
  const row = await screen.findByRole('row', { name: /^Karaganda 75/ })
  expect(row.textContent).toMatch(/^Karaganda75%?.0%/)
  expect(screen.getByText('1 of 4 were never heard.')).toBeTruthy()
  expect(screen.getByText(/^Of 60\.0% of their time/)).toBeTruthy()
})

it('sets the roll-out against the plan, and says where it will cost more', async () => {
  await open()
  const row = await screen.findByRole('row', { name: /^Violation recorder/ })
  expect(row.textContent).toBe('Violation recorder10060504040%')
  expect(screen.getByRole('row', { name: /^2025/ }).textContent).toBe('20253320109')
  expect(screen.getByText('1,200 million tenge')).toBeTruthy()
  expect(screen.getByText('More than the budget')).toBeTruthy()
  expect(screen.getByText(/^The cost of 5 devices is not known/)).toBeTruthy()
})
