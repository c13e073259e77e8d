import type { NamedCity } from '@shared/catalogue/useCatalogue'
import { addDays } from '@shared/format/days'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMemo } from 'react'
import type { Bounds } from '../map/view'
import { townCoverageQuery } from '../queries'
import { untilOf } from '../search/period'
import type { Settings } from '../search/settings'
import type { CoveredDays } from './cellSet'
import { kindOf, townCoverage } from './townCoverage'

type Town = NamedCity & { readonly bounds: Bounds }

/** A town of which a part of the period, or all of it, has no data. */
export interface PartlyCovered {
  readonly town: Town
  readonly coverage: CoveredDays
}

const everySeconds = 600

/** The towns of which the period has no data, or has them in a part only; none while that is not known. */
export function useTownCoverage(settings: Settings, towns: readonly Town[]): readonly PartlyCovered[] {
  const { measure, knownAt, period, today } = settings
  const { data } = useAnswer(townCoverageQuery, { kind: kindOf(measure), asKnownOn: knownAt }, { everySeconds })
  return useMemo(() => {
    const sources = data?.sourceCoverage
    if (!sources) return []
    // Of days to come nothing is known.
    const last = addDays(knownAt !== null && knownAt < today ? knownAt : today, 1)
    const until = untilOf(period) < last ? untilOf(period) : last
    return towns
      .map((town) => ({ town, coverage: townCoverage(sources, town.code, period.from, until) }))
      .filter(({ coverage }) => coverage.covered < coverage.days)
  }, [data, towns, period, knownAt, today])
}
