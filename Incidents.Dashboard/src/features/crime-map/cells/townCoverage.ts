import type { CountMeasure, CoveredKind } from '@shared/graphql/generated/graphql'
import { daysBetween } from '../search/period'
import type { CoveredDays } from './cellSet'

/** When a source reported, the last day of each range no longer in it. */
interface Source {
  readonly city: string
  readonly from: string
  readonly until: string | null
  readonly gaps: readonly { readonly from: string; readonly until: string }[]
}

const kinds: Partial<Record<CountMeasure, CoveredKind>> = {
  ALERTS: 'ALERT',
  FALSE_ALERTS: 'ALERT',
  SOS_CALLS: 'SOS_CALL',
  ABANDONED_CALLS: 'SOS_CALL',
  VIOLATIONS: 'VIOLATION',
}

/** What sources must report for a measure to have data. */
export const kindOf = (measure: CountMeasure): CoveredKind => kinds[measure] ?? 'INCIDENT'

/** On how many days of the period at least one source of a town reported. */
export function townCoverage(sources: readonly Source[], city: string, from: string, until: string): CoveredDays {
  const days = Math.max(0, daysBetween(from, until))
  const ranges = sources
    .filter((source) => source.city === city)
    .flatMap((source) => rangesOf(source, from, until))
    .sort(([a], [b]) => a - b)
  let [covered, end] = [0, 0]
  for (const [first, last] of ranges) {
    covered += Math.max(0, Math.min(last, days) - Math.max(first, end))
    end = Math.max(end, Math.min(last, days))
  }
  return { days, covered }
}

interface Covered {
  readonly town: { readonly code: string }
  /** Of each period. */
  readonly each: readonly CoveredDays[]
}

/** The codes of the towns that have data on as many days of each period as the chosen one; null for all towns. */
export function comparableTo(towns: readonly Covered[], code: string | null): string[] | null {
  const daysOf = ({ each }: Covered) => each.map(({ covered }) => covered).join()
  const chosen = towns.find(({ town }) => town.code === code)
  if (chosen === undefined) return null
  const alike = towns.filter((one) => daysOf(one) === daysOf(chosen))
  return alike.length === towns.length ? null : alike.map(({ town }) => town.code)
}

/** The ranges between a source's gaps, in days from the beginning of the period on. */
function rangesOf({ from, until, gaps }: Source, first: string, last: string): [from: number, until: number][] {
  const starts = [from, ...gaps.map((gap) => gap.until)]
  const ends = [...gaps.map((gap) => gap.from), until ?? last]
  return starts.map((start, index) => [Math.max(0, daysBetween(first, start)), daysBetween(first, ends[index] ?? last)])
}
