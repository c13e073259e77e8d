import { visit } from '@shared/testing/render'
import { catalogue, serve } from '@shared/testing/server'
import { useToasts } from '@shared/ui/toasts'
import { fireEvent, renderHook, screen, within } from '@testing-library/react'
import { vi } from 'vitest'
import { liveRoutes } from '../feature'

/** A server that takes no connection. */
class NoSocket extends EventTarget {
  static readonly [name: string]: unknown
  readonly close = () => undefined
  readonly send = () => undefined
}

export const id = '00000000-0000-0000-0000-000000000008'
export const hazard = '00000000-0000-0000-0000-0000000000aa'
export const row = {
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
export const none = { totalCount: 0, nodes: [] }
export const done = (field: string, result: object) => ({ data: { [field]: { ...result, position: 9, errors: null } } })

/** What jsdom has not. */
export function standIn() {
  vi.stubGlobal('WebSocket', NoSocket)
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(600)
}

const queuesOf = (incidents: object) => ({
  data: {
    serverTime: new Date().toISOString(),
    queues: { alerts: none, calls: none, violations: none, incidents },
  },
})
export const board = {
  Catalogue: catalogue,
  ReportingTowns: { data: { sourceCoverage: [] } },
  Queues: queuesOf(none),
  TroubledDevices: { data: { devices: { nodes: [] } } },
}

/** Opens the incident beside its queue; the result is what was asked, and the panel. */
export async function open(replies: Parameters<typeof serve>[0] = {}, change: object = {}) {
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
export const lastToast = () => renderHook(useToasts).result.current.at(-1)
export const press = (where: HTMLElement, code: string) =>
  fireEvent.keyDown(where, { code, key: code.slice(3).toLowerCase() })
