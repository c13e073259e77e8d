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
  rules: at('/rules'),
  live: at('/live'),
  'live-item': openAlert,
  incidents: at('/incidents'),
  incident: closedTheft,
  device: reportingCamera,
  devices: at('/devices'),
  cases: at('/cases'),
  case: lookedAt(''),
  'case-items': lookedAt('?section=items'),
  'case-find': lookedAt('?section=find'),
  'case-plate': lookedAt('?section=plate'),
  'case-chart': lookedAt('?section=chart'),
  'case-branches': lookedAt('?section=branches'),
  'case-evidence': lookedAt('?section=evidence'),
  'case-parts': lookedAt('?section=parts'),
  'case-proof': lookedAt('?section=proof'),
  unit: at('/unit'),
  kpis: at('/kpis'),
  'kpis-summary': at('/kpis/summary'),
  upkeep: at('/upkeep?state=all'),
  'upkeep-task': observedTask,
  ingest: at('/ingest-status'),
  'access-log': at('/access-log'),
  administration: at('/administration'),
  'not-found': at('/no-such-page'),
}

function at(address: string) {
  return () => Promise.resolve(address)
}

/** The page with an alert that waits beside its queue. */
async function openAlert() {
  const { queues } = await ask<{ queues: { alerts: { nodes: { id: string }[] } } }>(
    '{ queues { alerts(first: 1, order: NEWEST_FIRST) { nodes { id } } } }',
  )
  return `/live?item=${queues.alerts.nodes[0]?.id ?? ''}`
}

async function closedTheft() {
  const { incidents } = await ask<{ incidents: { nodes: { id: string }[] } }>(
    '{ incidents(first: 1, filter: { statuses: [CLOSED], categories: ["theft"] }) { nodes { id } } }',
  )
  const id = incidents.nodes[0]?.id
  if (id === undefined) throw new Error('The demo has no closed theft.')
  return `/incidents/${id}`
}

/** A case of the demo user with an alert, a plate, a branch, a task and evidence. Each command has its key: again, it changes nothing. */
function lookedAt(search: string) {
  return async () => {
    const { alerts } = await ask<{ alerts: { nodes: { id: string }[] } }>(
      '{ alerts(first: 1, order: OCCURRED_ASCENDING, filter: { cities: ["karaganda"] }) { nodes { id } } }',
    )
    const { openCase } = await ask<{ openCase: { case: { id: string } } }>(
      'mutation { openCase(input: { key: "looks", title: "Looks", city: "karaganda" }) { case { id } } }',
    )
    const { id } = openCase.case
    await ask(`mutation {
      attachToCase(input: { id: "${id}", kind: ALERT, thingId: "${alerts.nodes[0]?.id ?? ''}", reason: "seen" }) { position }
      addVehicleOfInterest(input: { id: "${id}", key: "v", plate: "123ABC09", note: "white" }) { position }
      beginCaseBranch(input: { id: "${id}", key: "b", name: "The neighbour" }) { position }
      addCaseTask(input: { id: "${id}", key: "t", note: "Ask the neighbours", dueOn: "2026-12-01" }) { position }
      referToEvidence(input: {
        id: "${id}", key: "e", fileName: "clip.mp4", mediaType: "video/mp4", uri: "https://archive.example/clip",
        sha256: "${'0'.repeat(64)}"
      }) { position }
    }`)
    return `/cases/${id}${search}`
  }
}

/** A task that a person observed: its key makes it the same one each time. */
async function observedTask() {
  const { observeUpkeep } = await ask<{ observeUpkeep: { upkeepTask: { id: string } } }>(`mutation {
    observeUpkeep(input: {
      console: "looks", key: "task", category: "snow-uncleared", occurredAt: "2026-01-12T08:00:00+05:00",
      place: { city: "karaganda", street: "улица Ермекова, 52", point: { longitude: 73.1, latitude: 49.8 } }
    }) { upkeepTask { id } }
  }`)
  return `/upkeep/${observeUpkeep.upkeepTask.id}`
}

async function reportingCamera() {
  const { alerts } = await ask<{ alerts: { nodes: { deviceId: string; city: string }[] } }>(
    '{ alerts(first: 1) { nodes { deviceId city } } }',
  )
  const [alert] = alerts.nodes
  if (alert === undefined) throw new Error('The demo has no alert.')
  return `/devices/${alert.deviceId}?city=${alert.city}`
}
