import { ask } from './journey'

/** Every page by name, with a function that finds its address. */
export const pages: Readonly<Record<string, () => Promise<string>>> = {
  'crime-map': at('/crime-map'),
  'crime-map-change': at('/crime-map?map=change'),
  'crime-map-hot-spots': at('/crime-map?map=hotSpots'),
  'crime-map-table': at('/crime-map?layout=table'),
  'analyses-forecasts': at('/analyses'),
  'analyses-coverage': at('/analyses?analysis=coverage'),
  'analyses-impact': at('/analyses?analysis=impact'),
  incidents: at('/incidents'),
  incident: closedTheft,
  device: reportingCamera,
  kpis: at('/kpis'),
  'kpis-summary': at('/kpis/summary'),
  ingest: at('/ingest-status'),
  'access-log': at('/access-log'),
  administration: at('/administration'),
  'not-found': at('/no-such-page'),
}

function at(address: string) {
  return () => Promise.resolve(address)
}

async function closedTheft() {
  const { incidents } = await ask<{ incidents: { nodes: { id: string }[] } }>(
    '{ incidents(first: 1, filter: { statuses: [CLOSED], categories: ["theft"] }) { nodes { id } } }',
  )
  const id = incidents.nodes[0]?.id
  if (id === undefined) throw new Error('The demo has no closed theft.')
  return `/incidents/${id}`
}

async function reportingCamera() {
  const { alerts } = await ask<{ alerts: { nodes: { deviceId: string; city: string }[] } }>(
    '{ alerts(first: 1) { nodes { deviceId city } } }',
  )
  const [alert] = alerts.nodes
  if (alert === undefined) throw new Error('The demo has no alert.')
  return `/devices/${alert.deviceId}?city=${alert.city}`
}
