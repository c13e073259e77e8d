import { ask } from './journey'

/** Every page by name, with its address: what is checked in each language and theme. */
export async function pages(): Promise<Record<string, string>> {
  const { incidents } = await ask<{ incidents: { nodes: { id: string }[] } }>(
    '{ incidents(first: 1, filter: { statuses: [CLOSED], categories: ["theft"] }) { nodes { id } } }',
  )
  const id = incidents.nodes[0]?.id
  if (id === undefined) throw new Error('The demo has no closed theft.')
  return {
    'crime-map': '/crime-map',
    'crime-map-table': '/crime-map?layout=table',
    incidents: '/incidents',
    incident: `/incidents/${id}`,
    kpis: '/kpis',
    ingest: '/ingest-status',
    'not-found': '/no-such-page',
  }
}
