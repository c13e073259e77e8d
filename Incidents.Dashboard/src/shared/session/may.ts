import { useMemo } from 'react'
import { useSession, type Grant } from './session'

/** Classes of data and of commands, as the access table of the server names them. */
export const dataClasses = [
  'public',
  'session',
  'reference',
  'source',
  'totals',
  'cells',
  'basis',
  'analysis',
  'forecast',
  'row',
  'place',
  'exact',
  'person',
  'case',
  'evidence',
  'vehicle',
  'device-totals',
  'device',
  'device-exact',
  'dispatch',
  'mission',
  'intake',
  'original',
  'log',
  'keys',
  'feeds',
  'retention',
  'operate',
  'correct',
  'supervise',
  'unit-report',
  'unit-command',
  'review',
  'case-command',
  'run-analysis',
  'forecast-command',
  'device-command',
  'intake-command',
  'source-command',
  'mask',
  'manage-keys',
  'manage-feeds',
  'proof',
  'proof-command',
  'upkeep',
  'upkeep-person',
  'upkeep-totals',
  'upkeep-command',
  'upkeep-work',
  'audit',
] as const
export type DataClass = (typeof dataClasses)[number]

/** How far somebody sees a class: all of it, places as cells, open incidents only, or without small counts. */
export const extents = ['yes', 'snapped', 'open', 'suppressed'] as const
export type Extent = (typeof extents)[number]

/** What somebody may see and do. A class that is missing is not for them. */
export type May = Readonly<Partial<Record<DataClass, Extent>>>

export const everything: May = Object.fromEntries(dataClasses.map((one) => [one, 'yes']))

// Roles that see or do these in full; who may without such a role sees less of them.
const inFull: Readonly<Partial<Record<DataClass, readonly [less: Extent, ...roles: readonly string[]]>>> = {
  totals: ['suppressed', 'operator', 'supervisor', 'analyst', 'investigator'],
  cells: ['suppressed', 'operator', 'supervisor', 'analyst', 'investigator'],
  row: ['open', 'supervisor', 'analyst', 'investigator'],
  exact: ['open', 'supervisor', 'investigator'],
  person: ['open', 'supervisor', 'investigator'],
  'device-totals': ['snapped', 'operator', 'supervisor', 'investigator', 'administrator'],
  device: ['snapped', 'operator', 'supervisor', 'investigator', 'administrator'],
  operate: ['open', 'supervisor'],
  'unit-report': ['open', 'supervisor'],
  review: ['open', 'supervisor'],
  upkeep: ['snapped', 'operator', 'supervisor', 'investigator', 'akimat', 'utility'],
}

/** What somebody may, of the names of classes that the server gives, and how far by their roles. */
export function mayOf(names: readonly string[], grants: readonly Grant[]): May {
  const roles = grants.map(({ role }) => role.toLowerCase())
  const has = (wanted: readonly string[]) => wanted.some((role) => roles.includes(role))
  const extentOf = (one: DataClass): Extent => {
    if (one === 'place') return has(['supervisor', 'investigator']) ? 'yes' : has(['analyst']) ? 'snapped' : 'open'
    const [less, ...full] = inFull[one] ?? ['yes']
    return full.length === 0 || has(full) ? 'yes' : less
  }
  return Object.fromEntries(
    dataClasses.filter((one) => names.includes(one)).map((one) => [one, extentOf(one)] as const),
  )
}

/** A class of which one must see at least this: by default more than counts without the small ones. */
export type Need = DataClass | 'totals:suppressed'

const meets = (may: May, need: Need): boolean =>
  need === 'totals:suppressed' ? may.totals !== undefined : may[need] !== undefined && may[need] !== 'suppressed'

/** Whether somebody may see or do at least one of these. */
export const mayAny = (may: May, needs: readonly Need[]) => needs.some((need) => meets(may, need))

/** Whether who is signed in may see or do this. What they may not is not offered. */
export const useMay = (need: Need): boolean => meets(useSession().may, need)

/** How far who is signed in sees this; undefined for not at all. */
export const useExtent = (one: DataClass): Extent | undefined => useSession().may[one]

type Variable<Class extends string> = Class extends `${infer Head}-${infer Tail}`
  ? `${Capitalize<Head>}${Variable<Tail>}`
  : Capitalize<Class>
export type MayVariables<Class extends DataClass> = Readonly<Record<`may${Variable<Class>}`, boolean>>

/** Variables of an operation that asks for fields with `@include(if: $mayPerson)`: a refused field refuses the whole. */
export function useMayVariables<const Class extends DataClass>(...classes: readonly Class[]): MayVariables<Class> {
  const { may } = useSession()
  const written = classes.map((one) => `${one} ${meets(may, one)}`).join()
  return useMemo(
    () =>
      Object.fromEntries(
        written.split(',').map((line) => {
          const [name = '', allowed] = line.split(' ')
          return [variableOf(name), allowed === 'true']
        }),
      ) as MayVariables<Class>,
    [written],
  )
}

const variableOf = (name: string) =>
  `may${name
    .split('-')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')}`
