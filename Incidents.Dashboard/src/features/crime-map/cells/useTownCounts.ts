import { useAnswer } from '@shared/graphql/useAnswer'
import { useMemo } from 'react'
import { filterOfTownHours } from '../search/filter'
import { untilOf } from '../search/period'
import { townCountsQuery } from '../queries'
import type { Settings } from '../search/settings'
import type { Bounds } from '../map/view'

/** What was counted in the chosen town alone, cell by cell. */
export interface TownCounts {
  readonly name: string
  readonly counts: readonly number[]
  readonly total: number
  /** The same of the earlier period; null where none is compared or it has no data. */
  readonly before: number | null
}

const everySeconds = 30

/** The counts of the town by the cells of the map; undefined until they are there, and where the town has no data. */
export function useTownCounts(
  settings: Settings,
  town: { readonly name: string },
  whole: Bounds,
): TownCounts | undefined {
  const { map, period, before, knownAt } = settings
  const question = {
    bounds: whole,
    zoom: Number(settings.cells),
    filter: filterOfTownHours(settings),
    asKnownOn: knownAt,
  }
  const live = knownAt === null && map !== 'hotSpots' ? { everySeconds } : {}
  const now = useAnswer(townCountsQuery, { ...question, from: period.from, until: untilOf(period) }, live)
  const earlier = useAnswer(
    townCountsQuery,
    { ...question, from: before.from, until: untilOf(before) },
    { ...live, pause: map !== 'change' },
  )
  const [counted, countedBefore] = [now.data?.heatmap, map === 'change' ? earlier.data?.heatmap : null]
  return useMemo(
    () =>
      counted && counted.total !== null
        ? {
            name: town.name,
            counts: counted.columns.count,
            total: counted.total,
            before: countedBefore?.total ?? null,
          }
        : undefined,
    [counted, countedBefore, town.name],
  )
}
