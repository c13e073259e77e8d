import { mayAny, type DataClass, type May } from '@shared/session/may'
import type { QueueName } from '../queue'
import type { Facts } from './facts'

/** Who looks: their name as `me` calls them, and what they may do. */
export interface Who {
  readonly name: string
  readonly may: May
}

interface Action {
  /** Letter of its key. It is the place of the key that counts: it is the same on a Kazakh, Russian or English keyboard. */
  readonly letter: string
  readonly of: readonly QueueName[]
  /** The class of the access table that allows it; of violations `review` where none is named. */
  readonly need?: DataClass
  /** Whether it is done at once; else a form asks first. */
  readonly isDirect?: boolean
  readonly holds: (facts: Facts, who: Who) => boolean
}

const all: readonly QueueName[] = ['alerts', 'calls', 'violations', 'incidents']
const open = ['OPEN', 'ASSIGNED', 'ON_SCENE']
const decidable = ['RECORDED', 'REVIEWED']

const isIn = (facts: Facts, statuses: readonly string[]) => facts.status !== null && statuses.includes(facts.status)

/** Whether nobody needs to work on it any more. */
export function isOver(facts: Facts): boolean {
  switch (facts.queue) {
    case 'alerts':
      return facts.isDismissed
    case 'calls':
      return facts.status === 'ENDED'
    case 'violations':
      return isIn(facts, ['FINED', 'DISMISSED', 'CANCELLED'])
    case 'incidents':
      return isIn(facts, ['CLOSED', 'WITHDRAWN', 'MERGED', 'REGISTERED'])
  }
}

/** Whether another person works on it. */
export const isOthers = (facts: Pick<Facts, 'takenBy'>, name: string) =>
  facts.takenBy !== null && facts.takenBy !== name
const isMine = (facts: Facts, who: Who) => facts.takenBy === who.name
const isOpen = (facts: Facts) => isIn(facts, open)
const isUndecided = (facts: Facts) => isIn(facts, decidable)
const isLinkable = (facts: Facts) => facts.incidentId === null && !isOver(facts)

const table = {
  acknowledge: {
    letter: 'A',
    of: ['alerts'],
    isDirect: true,
    holds: (facts) => !facts.isAcknowledged && !facts.isDismissed,
  },
  answer: { letter: 'A', of: ['calls'], isDirect: true, holds: (facts) => facts.status === 'PLACED' },
  review: { letter: 'A', of: ['violations'], isDirect: true, holds: (facts) => facts.status === 'RECORDED' },
  take: { letter: 'T', of: all, isDirect: true, holds: (facts) => facts.takenBy === null && !isOver(facts) },
  release: { letter: 'R', of: all, isDirect: true, holds: isMine },
  handOver: { letter: 'H', of: all, holds: (facts, who) => isMine(facts, who) && !isOver(facts) },
  takeOver: {
    letter: 'O',
    of: all,
    need: 'supervise',
    holds: (facts, { name }) => isOthers(facts, name) && !isOver(facts),
  },
  openIncident: { letter: 'I', of: ['alerts', 'calls'], need: 'operate', holds: isLinkable },
  linkIncident: { letter: 'L', of: ['alerts', 'calls', 'violations'], need: 'operate', holds: isLinkable },
  dismissAlert: { letter: 'D', of: ['alerts'], holds: (facts) => !facts.isDismissed },
  judge: { letter: 'V', of: ['alerts'], holds: () => true },
  escalate: { letter: 'P', of: ['calls'], holds: (facts) => isIn(facts, ['PLACED', 'ANSWERED']) },
  callBack: { letter: 'B', of: ['calls'], holds: (facts) => facts.status === 'ABANDONED' },
  endCall: { letter: 'E', of: ['calls'], holds: (facts) => isIn(facts, ['PLACED', 'ANSWERED']) },
  confirm: { letter: 'C', of: ['violations'], holds: isUndecided },
  dismissViolation: { letter: 'D', of: ['violations'], holds: isUndecided },
  hold: { letter: 'W', of: ['violations'], holds: (facts) => !facts.isHeld && !isOver(facts) },
  lift: { letter: 'W', of: ['violations'], holds: (facts) => facts.isHeld },
  units: { letter: 'U', of: ['incidents'], isDirect: true, holds: isOpen },
  plan: { letter: 'P', of: ['incidents'], isDirect: true, holds: (facts) => facts.hasPlan && isOpen(facts) },
  resolve: { letter: 'E', of: ['incidents'], holds: isOpen },
  close: { letter: 'X', of: ['incidents'], holds: (facts) => facts.status === 'RESOLVED' },
  reopen: { letter: 'B', of: ['incidents'], holds: (facts) => isIn(facts, ['RESOLVED', 'CLOSED']) },
  categorise: { letter: 'C', of: ['incidents'], holds: isOpen },
  correct: { letter: 'F', of: ['incidents'], need: 'correct', holds: (facts) => !isOver(facts) },
  number: { letter: 'N', of: ['incidents'], holds: (facts) => !isIn(facts, ['WITHDRAWN', 'MERGED']) },
  hazard: { letter: 'Y', of: ['incidents'], holds: (facts) => facts.point !== null },
  merge: { letter: 'M', of: ['incidents'], holds: isOpen },
  unmerge: { letter: 'M', of: ['incidents'], holds: (facts) => facts.status === 'MERGED' },
} as const satisfies Readonly<Record<string, Action>>

export type ActionName = keyof typeof table
export const actionNames = Object.keys(table) as readonly ActionName[]

const actionOf = (name: ActionName): Action => table[name]

/** The letter of an action's key. */
export const letterOf = (name: ActionName): string => actionOf(name).letter
/** Whether it is done at once, without a form. */
export const isDirect = (name: ActionName): boolean => actionOf(name).isDirect === true
/** Whether it only leads to a part of the panel. */
export const isPart = (name: ActionName): boolean => name === 'units' || name === 'plan'

/** Whether a role allows an action on things of a queue, whatever state they are in. */
export function isAllowed(name: ActionName, queue: QueueName, may: May): boolean {
  const { of, need } = actionOf(name)
  return of.includes(queue) && mayAny(may, [need ?? (queue === 'violations' ? 'review' : 'operate')])
}

/** What somebody can do with something as it is now, in the order of the page. */
export const actionsOf = (facts: Facts, who: Who): readonly ActionName[] =>
  actionNames.filter((name) => isAllowed(name, facts.queue, who.may) && actionOf(name).holds(facts, who))

/** What a key means for something as it is now; undefined where it means nothing. */
export const actionAt = (code: string, facts: Facts, who: Who): ActionName | undefined =>
  actionsOf(facts, who).find((name) => `Key${letterOf(name)}` === code)

/** The keys of a queue for the list of keys: a letter that means one thing or another has both. */
export const keysOf = (queue: QueueName, may: May) =>
  actionNames.filter((name) => isAllowed(name, queue, may)).map((name) => ({ name, letter: letterOf(name) }))
