/** What is open now, by kind. */
export const queueNames = ['alerts', 'calls', 'violations', 'incidents'] as const
export type QueueName = (typeof queueNames)[number]

/** Something that is open: the row of a queue, and its place on the map. */
export interface QueueItem {
  readonly id: string
  readonly queue: QueueName
  readonly category: string
  readonly city: string
  readonly street: string | null
  readonly deviceId: string | null
  readonly point: { readonly longitude: number; readonly latitude: number } | null
  readonly occurredAt: string
  readonly knownAt: string
  /** How far it has come, where its queue has several states. */
  readonly status: string | null
  /** Number of its events: what a command names as the version that its sender saw. */
  readonly version: number
  /** How soon somebody must come, from 1 for at once; 0 where the queue has no such order. */
  readonly urgency: number
  /** Who works on it, as `me` calls them, and since when; null where nobody does. */
  readonly takenBy: string | null
  readonly takenAt: string | null
}

/** What the server says of a queue, with the position of the event that it follows from. */
export type QueueMessage = { readonly queue: QueueName; readonly position: number } & (
  | { readonly kind: 'changed'; readonly item: QueueItem }
  | { readonly kind: 'left'; readonly id: string }
  /** Nothing but the position, or what was not sent before it: so many messages, or null where nobody counted them. */
  | { readonly kind: 'position'; readonly missed: number | null }
)

interface Held {
  readonly item: QueueItem
  readonly position: number
}

/** The queues as this page knows them. */
export interface Queues {
  readonly held: ReadonlyMap<string, Held>
  /** Positions at which things left: an older message that comes late does not bring them back. */
  readonly gone: ReadonlyMap<string, number>
  /** Those of them that nothing had named before they left. */
  readonly goneUnseen: ReadonlySet<string>
  /** For each queue the last position of which all is here; null before it is read. Its stream goes on after it. */
  readonly positions: Readonly<Record<QueueName, number | null>>
  /** How many messages were missed and are not read again yet; null where it is not known how many. */
  readonly missed: number | null
  /** Ids that messages named since a reading of the lists began; null while none is under way. */
  readonly sinceReading: ReadonlySet<string> | null
  /** Whether messages were missed since the last reading of the lists began: its answer perhaps does not have them. */
  readonly isMissedAnew: boolean
  /** How many are open in all, where the lists hold only the first. */
  readonly totals: Readonly<Record<QueueName, number>>
}

export const noQueues: Queues = {
  held: new Map(),
  gone: new Map(),
  goneUnseen: new Set(),
  positions: { alerts: null, calls: null, violations: null, incidents: null },
  missed: 0,
  sinceReading: null,
  isMissedAnew: false,
  totals: { alerts: 0, calls: 0, violations: 0, incidents: 0 },
}

const mostGone = 2_000
/** Where a queue has more rows than the first number, only the first of them are kept: nobody works off so many in a page. */
const [mostHeld, kept] = [1_500, 1_000]

/** The queues after messages, in whatever order they came and however often. */
export function received(before: Queues, messages: readonly QueueMessage[]): Queues {
  if (messages.length === 0) return before
  const [held, gone, goneUnseen] = [new Map(before.held), new Map(before.gone), new Set(before.goneUnseen)]
  const named = before.sinceReading && new Set(before.sinceReading)
  const [totals, positions] = [{ ...before.totals }, { ...before.positions }]
  const counts = countsOf(held)
  let { missed, isMissedAnew } = before
  for (const message of messages) {
    const { queue, position } = message
    positions[queue] = Math.max(positions[queue] ?? 0, position)
    if (message.kind === 'position') {
      missed = missed === null || message.missed === null ? null : missed + message.missed
      isMissedAnew ||= message.missed !== 0
      continue
    }
    const id = message.kind === 'left' ? message.id : message.item.id
    const [known, left] = [held.get(id), gone.get(id)]
    if (position <= Math.max(known?.position ?? -1, left ?? -1)) {
      // It was no thing behind the first: it came and left, and its leaving was told first.
      if (message.kind === 'changed' && message.item.version === 1 && goneUnseen.delete(id)) totals[queue] += 1
      continue
    }
    named?.add(id)
    gone.delete(id)
    goneUnseen.delete(id)
    if (message.kind === 'left') {
      if (held.delete(id)) counts[queue] -= 1
      gone.set(id, position)
      // What is not held is behind the first of its queue, unless it has left before.
      if (known || left === undefined) totals[queue] = Math.max(0, totals[queue] - 1)
      if (!known && left === undefined) goneUnseen.add(id)
    } else {
      held.set(id, message)
      if (known) continue
      counts[queue] += 1
      // An old one that nothing named before was behind the first of its queue, where that holds only these, and is counted.
      const isCounted = left === undefined && message.item.version > 1 && totals[queue] >= counts[queue]
      if (!isCounted) totals[queue] += 1
    }
  }
  // The oldest first, as a map keeps them.
  for (const id of gone.keys()) {
    if (gone.size <= mostGone) break
    gone.delete(id)
    goneUnseen.delete(id)
  }
  for (const name of queueNames) if (counts[name] > mostHeld) cut(held, name)
  return { held, gone, goneUnseen, positions, missed, sinceReading: named, isMissedAnew, totals }
}

function countsOf(held: ReadonlyMap<string, Held>): Record<QueueName, number> {
  const counts = { alerts: 0, calls: 0, violations: 0, incidents: 0 }
  for (const { item } of held.values()) counts[item.queue] += 1
  return counts
}

function cut(held: Map<string, Held>, queue: QueueName) {
  for (const { id } of sorted([...held.values()], queue).slice(kept)) held.delete(id)
}

/** A reading of the lists begins: what messages say from now on is newer than what it will answer. */
export const reading = (before: Queues): Queues => ({ ...before, sinceReading: new Set(), isMissedAnew: false })

/**
 * The lists were read: they replace everything that no message has named meanwhile, and what was missed before is missed no more.
 *
 * @param position The position that the lists hold at least.
 */
export function read(before: Queues, rows: readonly QueueItem[], totals: Queues['totals'], position: number): Queues {
  const named = before.sinceReading ?? new Set<string>()
  const held = new Map([...before.held].filter(([id]) => named.has(id)))
  for (const item of rows)
    if (!named.has(item.id)) held.set(item.id, { item, position: before.held.get(item.id)?.position ?? 0 })
  const positions = { ...before.positions }
  for (const name of queueNames) positions[name] = Math.max(positions[name] ?? 0, position)
  return { ...before, held, totals, positions, missed: before.isMissedAnew ? before.missed : 0, sinceReading: null }
}

/** The rows of a queue in the order in which they are worked off. */
export const rowsOf = (queues: Queues, queue: QueueName): readonly QueueItem[] =>
  sorted([...queues.held.values()], queue)

interface Ranked {
  readonly item: QueueItem
  readonly knownAt: number
  readonly occurredAt: number
}

function sorted(held: readonly Held[], queue: QueueName): QueueItem[] {
  // Texts of moments may have different offsets. Each is read once: a sort of a thousand rows compares ten thousand times.
  const ranked = held.flatMap(({ item }) =>
    item.queue === queue ? [{ item, knownAt: Date.parse(item.knownAt), occurredAt: Date.parse(item.occurredAt) }] : [],
  )
  return ranked.sort(orders[queue]).map(({ item }) => item)
}

const byId = (a: Ranked, b: Ranked) => (a.item.id < b.item.id ? -1 : 1)
// What one batch brought became known at one moment: of these the times of what they tell decide.
const newest = (a: Ranked, b: Ranked) => b.knownAt - a.knownAt || b.occurredAt - a.occurredAt || byId(a, b)
const longestWaiting = (a: Ranked, b: Ranked) => a.knownAt - b.knownAt || a.occurredAt - b.occurredAt || byId(a, b)
const mostUrgent = (a: Ranked, b: Ranked) => a.item.urgency - b.item.urgency || longestWaiting(a, b)
const orders: Readonly<Record<QueueName, (a: Ranked, b: Ranked) => number>> = {
  alerts: newest,
  calls: longestWaiting,
  violations: newest,
  incidents: mostUrgent,
}
