import type { MyUnit, mutations } from './queries'

export type Step = keyof typeof mutations
export type UnitState = 'OFF_DUTY' | 'FREE' | 'ASSIGNED' | 'ACCEPTED' | 'EN_ROUTE' | 'AT_SCENE'

/** A step that was pressed: it waits for the network, or its effect is not in the answers of the server yet. */
export interface Said {
  readonly field: string
  /** The incident, or null where the step is of the duty. */
  readonly incident: string | null
}

export interface Now {
  readonly state: UnitState
  /** The incident to which the unit was sent last; null where it is on none. */
  readonly incident: string | null
  /** What the big button does; null where there is nothing to do. */
  readonly next: Step | null
  /** Whether the duty can be ended. */
  readonly mayEnd: boolean
}

const ranks = ['ASSIGNED', 'ACCEPTED', 'EN_ROUTE', 'AT_SCENE'] as const
const reached: Readonly<Record<string, number>> = { unitAccept: 1, unitEnRoute: 2, unitArrive: 3 }
const nextOf = {
  OFF_DUTY: 'beginUnitDuty',
  FREE: null,
  ASSIGNED: 'unitAccept',
  ACCEPTED: 'unitEnRoute',
  EN_ROUTE: 'unitArrive',
  AT_SCENE: 'unitFree',
} as const satisfies Record<UnitState, Step | null>

/** What a unit does now: as the server says, and with what was pressed here and the server does not know yet. */
export function nowOf(unit: Pick<MyUnit, 'isOnDuty' | 'missions'>, said: readonly Said[]): Now {
  let isOnDuty = unit.isOnDuty
  let missions = unit.missions
    .toSorted((one, other) => Date.parse(one.sentAt) - Date.parse(other.sentAt))
    .map(({ incidentId, state }) => ({ incident: incidentId, rank: ranks.findIndex((name) => name === state) }))
  for (const { field, incident } of said) {
    if (field === 'beginUnitDuty') isOnDuty = true
    else if (field === 'endUnitDuty') isOnDuty = false
    else if (field === 'unitFree') missions = missions.filter((mission) => mission.incident !== incident)
    else {
      const rank = reached[field] ?? 0
      missions = missions.map((one) => (one.incident === incident ? { ...one, rank: Math.max(one.rank, rank) } : one))
    }
  }
  const last = missions.at(-1)
  const state = last === undefined ? (isOnDuty ? 'FREE' : 'OFF_DUTY') : (ranks[last.rank] ?? 'ASSIGNED')
  return { state, incident: last?.incident ?? null, next: nextOf[state], mayEnd: state === 'FREE' }
}
