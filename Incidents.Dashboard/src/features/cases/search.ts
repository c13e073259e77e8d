import type { CaseItemKind, CaseStatus } from '@shared/graphql/generated/graphql'
import { day, moment, oneOf, pattern, reader, someOf, text, texts, whole } from '@shared/routing/search'

export const statuses = ['OPEN', 'CLOSED', 'MERGED', 'DISSOLVED'] as const satisfies readonly CaseStatus[]

/** What can be attached to a case. */
export const thingKinds = ['INCIDENT', 'ALERT', 'SOS_CALL', 'VIOLATION'] as const satisfies readonly CaseItemKind[]
export type ThingKind = (typeof thingKinds)[number]

/** Parts of a case's page, in their order. */
export const sections = [
  'timeline',
  'items',
  'find',
  'plate',
  'chart',
  'branches',
  'evidence',
  'parts',
  'proof',
] as const
export type Section = (typeof sections)[number]

/** The most letters that the server searches for. */
export const mostSearched = 200

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
export const isUuid = (written: string) => uuid.test(written)

/** Search parameters of the link of the list. */
export interface CasesSearch {
  /** What is searched for in cases, incidents and reads of plates. */
  readonly search?: string
  readonly city?: string[]
  readonly status?: CaseStatus[]
  /** Only those that the reader owns, or only those that are shared with them. */
  readonly whose?: 'own' | 'shared'
  readonly tag?: string
  /** What is to be attached to a case that is chosen here. */
  readonly attach?: string
  readonly attachKind?: ThingKind
}

export const readCasesSearch = reader({
  search: text(mostSearched),
  city: texts(64, 50),
  status: someOf(statuses),
  whose: oneOf(['own', 'shared']),
  tag: text(100),
  attach: pattern(uuid),
  attachKind: oneOf(thingKinds),
})

/** Search parameters of a case's link. */
export interface CaseSearch {
  readonly section?: Section
  /** Shows the case as it was known at this moment; now by default. */
  readonly knownAt?: string
  /** A branch, whose items are shown in place of those of the case. */
  readonly branch?: string
  /** The timeline by when things became known; by default by when they occurred. */
  readonly order?: 'known'
  /** Names of events that the timeline shows. */
  readonly kinds?: string[]
  /** Ids of the things whose entries the timeline shows. */
  readonly sources?: string[]
  readonly text?: string
  readonly starred?: 'yes'
  readonly from?: string
  readonly until?: string
  /** The two moments between which changes are shown. */
  readonly changedFrom?: string
  readonly changedUntil?: string
  /** What is searched for, to be attached. */
  readonly find?: string
  readonly plate?: string
  /** Local days of the reads of the plate, both included. */
  readonly first?: string
  readonly last?: string
  /** Minutes between two reads of a meeting. */
  readonly minutes?: number
}

export const readCaseSearch = reader(
  {
    section: oneOf(sections),
    knownAt: moment,
    branch: pattern(uuid),
    order: oneOf(['known']),
    kinds: texts(64, 100),
    sources: texts(36, 100),
    text: text(mostSearched),
    starred: oneOf(['yes']),
    from: moment,
    until: moment,
    changedFrom: moment,
    changedUntil: moment,
    find: text(mostSearched),
    plate: text(40),
    first: day(),
    last: day(),
    minutes: whole(1, 60),
  },
  [['first', 'last']],
)

/** What a change of the link sets or takes out. */
export type Change<Search> = { readonly [Key in keyof Search]?: Search[Key] | undefined }
