import { addDays } from '@shared/format/days'
import type { CorrelationRuleInput, SignalKind } from '@shared/graphql/generated/graphql'
import type { Replayed, Rule } from '../queries'

/** Kinds of signals that a rule can be about. */
export const kinds = ['ALERT', 'VIOLATION', 'SOS_CALL'] as const satisfies readonly SignalKind[]
export type Kind = (typeof kinds)[number]

export const mostMetres = 2_000
export const mostMinutes = 1_440

/** A candidate as its form holds it. An empty list of categories is any of them. */
export interface Draft {
  readonly code: string
  readonly version: number
  readonly kinds: readonly Kind[]
  readonly opens: boolean
  readonly metres: number | undefined
  readonly minutes: number | undefined
  readonly categories: readonly string[]
  readonly joins: readonly string[]
  readonly sameCategory: boolean
  readonly leastConfidence: number | undefined
  readonly opensAs: string | undefined
  readonly latestMinutes: number
}

export const newDraft: Draft = {
  code: 'candidate',
  version: 1,
  kinds: ['ALERT'],
  opens: true,
  metres: 150,
  minutes: 15,
  categories: [],
  joins: [],
  sameCategory: false,
  leastConfidence: undefined,
  opensAs: undefined,
  latestMinutes: 60,
}

/** The next version of a rule, to be changed: a candidate takes the place of the rule of its code. */
export const nextOf = (rule: Rule): Draft => ({
  code: rule.code,
  version: rule.version + 1,
  kinds: kinds.filter((kind) => rule.kinds.includes(kind)),
  opens: rule.opens,
  metres: rule.metres ?? undefined,
  minutes: rule.minutes ?? undefined,
  categories: rule.categories ?? [],
  joins: rule.joins ?? [],
  sameCategory: rule.sameCategory,
  leastConfidence: rule.leastConfidence ?? undefined,
  opensAs: rule.opensAs ?? undefined,
  latestMinutes: rule.latestMinutes,
})

export type Trouble = 'kindMissing' | 'callsAlone' | 'callsOpen' | 'reachInPart' | 'doesNothing'

/** Why the host would refuse a candidate; undefined where it would not. */
export function troubleOf({ kinds: chosen, opens, metres, minutes }: Draft): Trouble | undefined {
  const reaches = metres !== undefined || minutes !== undefined
  if (chosen.length === 0) return 'kindMissing'
  if (chosen.includes('SOS_CALL')) {
    if (chosen.length > 1) return 'callsAlone'
    if (!opens || reaches) return 'callsOpen'
  }
  if ((metres === undefined) !== (minutes === undefined)) return 'reachInPart'
  return opens || reaches ? undefined : 'doesNothing'
}

export const inputOf = (draft: Draft): CorrelationRuleInput => ({
  code: draft.code,
  version: draft.version,
  kinds: [...draft.kinds],
  opens: draft.opens,
  metres: draft.metres ?? null,
  minutes: draft.minutes ?? null,
  categories: draft.categories.length === 0 ? null : [...draft.categories],
  joins: draft.joins.length === 0 ? null : [...draft.joins],
  sameCategory: draft.sameCategory,
  leastConfidence: draft.leastConfidence ?? null,
  opensAs: draft.opensAs ?? null,
  latestMinutes: draft.latestMinutes,
})

export type Day = Replayed['days'][number]

/** Every day of a replay: the host leaves out those on which the candidate did nothing. */
export function daysOf({ from, until, days }: Pick<Replayed, 'from' | 'until' | 'days'>): readonly Day[] {
  const known = new Map(days.map((one) => [one.day, one]))
  const all: Day[] = []
  for (let day = from; day < until; day = addDays(day, 1))
    all.push(known.get(day) ?? { day, openedCount: 0, joinedCount: 0 })
  return all
}
