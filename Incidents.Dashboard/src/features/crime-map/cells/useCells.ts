import { wholeOf } from '@shared/graphql/partOf'
import { useAnswer, type Answer } from '@shared/graphql/useAnswer'
import { useMemo } from 'react'
import { changesOf, countsOf, hotSpotsOf, type CellSet, type CoveredDays } from './cellSet'
import { filterOf, filterOfHours } from '../search/filter'
import { untilOf } from '../search/period'
import { changeQuery, countsQuery, hotSpotsQuery } from '../queries'
import type { Settings } from '../search/settings'
import type { Bounds } from '../map/view'

/** The towns whose counts are compared; null for all. */
export interface Comparable {
  readonly isKnown: boolean
  readonly cities: string[] | null
  /** The days with data of the chosen town, whose hot spots are judged; null while they are not known. */
  readonly ofTown: CoveredDays | null
}

interface Region {
  /** All towns: cells are asked for once, so that moving the map asks nothing. */
  readonly whole: Bounds
  /** The chosen town: hot spots are compared with what lies around them, and land without towns would make every town hot. */
  readonly town: Bounds
}

const everySeconds = 30

/** The cells of the map that is asked for. What is shown stays until the next is there; a refusal takes its place. */
export function useCells(settings: Settings, { whole, town }: Region, comparable: Comparable): Answer<CellSet> {
  const { map, period, before, scale, knownAt } = settings
  const question = {
    zoom: Number(settings.cells),
    from: period.from,
    until: untilOf(period),
    asKnownOn: knownAt,
  }
  // What was known at the end of a past day does not change any more.
  const live = knownAt === null ? { everySeconds } : {}
  const counts = useAnswer(
    countsQuery,
    { ...question, filter: filterOfHours(settings), bounds: whole, scaleFrom: scale.from, scaleUntil: untilOf(scale) },
    { ...live, pause: map !== 'counts' },
  )
  const change = useAnswer(
    changeQuery,
    {
      ...question,
      filter: { ...filterOfHours(settings), cities: comparable.cities },
      bounds: whole,
      beforeFrom: before.from,
      beforeUntil: untilOf(before),
    },
    { ...live, pause: map !== 'change' || !comparable.isKnown },
  )
  const hotSpots = useAnswer(
    hotSpotsQuery,
    { ...question, filter: filterOf(settings), bounds: town, significance: settings.significance },
    { pause: map !== 'hotSpots' },
  )
  const shown = map === 'counts' ? counts : map === 'change' ? change : hotSpots
  const data = useMemo(() => {
    const [counted, changed, judged] = [wholeOf(counts.data), wholeOf(change.data), wholeOf(hotSpots.data)]
    return map === 'counts'
      ? counted && countsOf(counted)
      : map === 'change'
        ? changed && changesOf(changed)
        : judged && coveredAs(hotSpotsOf(judged), comparable.ofTown)
  }, [map, counts.data, change.data, hotSpots.data, comparable.ofTown])
  return { ...shown, data: shown.error ? undefined : data }
}

const coveredAs = (set: CellSet, coverage: CoveredDays | null): CellSet =>
  coverage === null ? set : { ...set, coverage }
