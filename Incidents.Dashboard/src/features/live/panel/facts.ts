import type { QueueName } from '../queue'

/** What is open beside the queues, of whichever kind, as far as the actions on it depend on it. */
export interface Facts {
  readonly id: string
  readonly queue: QueueName
  /** Number of its events that are seen here. */
  readonly version: number
  readonly category: string
  readonly city: string
  readonly district: string | null
  readonly street: string | null
  readonly point: { readonly longitude: number; readonly latitude: number } | null
  readonly deviceId: string | null
  readonly occurredAt: string
  readonly timePrecision: 'MINUTE' | 'HOUR' | 'DAY' | 'MONTH' | 'YEAR'
  /** How far it has come; null for an alert, which has no such word. */
  readonly status: string | null
  /** Who works on it, as `me` calls them; null where nobody does. */
  readonly takenBy: string | null
  readonly takenAt: string | null
  /** The incident to which it is linked; null for an incident. */
  readonly incidentId: string | null
  /** Of an alert: whether somebody has acknowledged it. */
  readonly isAcknowledged: boolean
  /** Of an alert: whether it was dismissed as false. */
  readonly isDismissed: boolean
  /** Of a violation: whether it waits for a person and is not fined. */
  readonly isHeld: boolean
  /** Of an incident: whether its category has a response plan, as far as is known. */
  readonly hasPlan: boolean
}

interface Row {
  readonly id: string
  readonly version: number
  readonly category: string
  readonly city: string
  readonly district?: string | null
  readonly street?: string | null
  readonly point?: { readonly longitude: number; readonly latitude: number } | null
  readonly deviceId?: string | null
  readonly occurredAt: string
  readonly timePrecision: Facts['timePrecision']
  readonly status?: string | null
  readonly takenBy?: string | null
  readonly takenAt?: string | null
  readonly incident?: { readonly id: string } | null
  readonly acknowledgedAt?: string | null
  readonly dismissedReasonCode?: string | null
  readonly hold?: object | null
  /** Undefined where it was not asked for. */
  readonly plan?: object | null
}

/** An answer of the server as the actions see it. */
export const factsOf = (queue: QueueName, row: Row): Facts => ({
  id: row.id,
  queue,
  version: row.version,
  category: row.category,
  city: row.city,
  district: row.district ?? null,
  street: row.street ?? null,
  // The client's cache adds the type's name to every object: a command that is sent with it would be refused.
  point: row.point ? { longitude: row.point.longitude, latitude: row.point.latitude } : null,
  deviceId: row.deviceId ?? null,
  occurredAt: row.occurredAt,
  timePrecision: row.timePrecision,
  status: row.status ?? null,
  takenBy: row.takenBy ?? null,
  takenAt: row.takenAt ?? null,
  incidentId: row.incident?.id ?? null,
  isAcknowledged: row.acknowledgedAt != null,
  isDismissed: queue === 'alerts' && row.dismissedReasonCode != null,
  isHeld: row.hold != null,
  hasPlan: queue === 'incidents' && row.plan !== null,
})
