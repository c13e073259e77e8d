import type { NamedCity } from '@shared/catalogue/useCatalogue'
import { addDays } from '@shared/format/days'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMemo } from 'react'
import type { Bounds } from '../map/view'
import { townCoverageQuery } from '../queries'
import { untilOf, type Period } from '../search/period'
import type { Settings } from '../search/settings'
import type { CoveredDays } from './cellSet'
import type { Comparable } from './useCells'
import { comparableTo, kindOf, townCoverage } from './townCoverage'

type Town = NamedCity & { readonly bounds: Bounds }

/** A town of which a part of the period, or all of it, has no data. */
export interface PartlyCovered {
  readonly town: Town
  readonly coverage: CoveredDays
  /** Whether a map of change leaves it out, because it has data on other days than the chosen town. */
  readonly isLeftOut: boolean
}

interface TownCoverage {
  /** The towns of which a period on the map has no data, or has them in a part only; none while that is not known. */
  readonly partly: readonly PartlyCovered[]
  readonly comparable: Comparable
}

const everySeconds = 600

/**
 * On which days sources reported in each town.
 *
 * A change is one of rates of the days with data, of all towns together. So a town that has data on another number of days than the
 * chosen one is not compared: it would look as if less happened there.
 */
export function useTownCoverage(settings: Settings, towns: readonly Town[]): TownCoverage {
  const { measure, knownAt, period, before, today, map, city } = settings
  const asked = { kind: kindOf(measure), asKnownOn: knownAt }
  const { data, error } = useAnswer(townCoverageQuery, asked, { everySeconds })
  return useMemo(() => {
    const sources = data?.sourceCoverage
    if (!sources) return { partly: [], comparable: { isKnown: error !== undefined, cities: null, ofTown: null } }
    // Of days to come nothing is known.
    const last = addDays(knownAt !== null && knownAt < today ? knownAt : today, 1)
    const of = (town: Town, { from, to }: Period) => {
      const until = untilOf({ from, to })
      return townCoverage(sources, town.code, from, until < last ? until : last)
    }
    const periods = map === 'change' ? [before, period] : [period]
    const found = towns.map((town) => ({ town, each: periods.map((one) => of(town, one)) }))
    const compared = map === 'change' ? comparableTo(found, city) : null
    return {
      partly: found.flatMap(({ town, each }) => {
        const least = each.find((one) => one.covered === 0) ?? each.find((one) => one.covered < one.days)
        return least === undefined
          ? []
          : [{ town, coverage: least, isLeftOut: compared?.includes(town.code) === false }]
      }),
      comparable: {
        isKnown: true,
        cities: compared,
        ofTown: found.find(({ town }) => town.code === city)?.each.at(-1) ?? null,
      },
    }
  }, [data, error, towns, period, before, knownAt, today, map, city])
}
