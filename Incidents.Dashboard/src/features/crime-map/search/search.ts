import { readBoundary, readWithin } from '@shared/area/area'
import type { CountMeasure, Significance } from '@shared/graphql/generated/graphql'
import { day, oneOf, pattern, reader, text, texts, where } from '@shared/routing/search'
import { readCell } from '../cells/cells'
import { readHours } from '@shared/hours/hours'
import { readView } from '../map/view'

export const maps = ['counts', 'change', 'hotSpots'] as const
export type MapKind = (typeof maps)[number]

export const measures = [
  'INCIDENTS',
  'OFFENCES',
  'VICTIMS',
  'ALERTS',
  'SOS_CALLS',
  'VIOLATIONS',
] as const satisfies readonly CountMeasure[]
export type CountedMeasure = (typeof measures)[number]

export const significances = ['SKEW_CORRECTED', 'PERMUTATION', 'NORMAL'] as const satisfies readonly Significance[]
export type ShownSignificance = (typeof significances)[number]

/** Zooms of cells that can be chosen, finest first: about 100, 200, 400 and 800 m at Karaganda. */
export const cellZooms = ['18', '17', '16', '15'] as const
export type CellZoom = (typeof cellZooms)[number]

export const comparisons = ['previous', 'fourWeeks', 'year', 'own'] as const
export type Comparison = (typeof comparisons)[number]

export const steps = ['day', 'week'] as const
export type Step = (typeof steps)[number]

/** Search parameters of the map's link; settingsOf gives the defaults. Days are local, periods include both their days. */
export interface CrimeMapSearch {
  readonly map?: MapKind
  readonly layout?: 'table'
  readonly city?: string
  readonly measure?: CountedMeasure
  readonly category?: string[]
  readonly from?: string
  readonly to?: string
  readonly compare?: Comparison
  readonly beforeFrom?: string
  readonly beforeTo?: string
  /** Counted as known at the end of this day. */
  readonly knownAt?: string
  readonly cells?: CellZoom
  readonly significance?: ShownSignificance
  /** Days whose counts made the classes, where these are not those shown: they are held while the period plays. */
  readonly scaleFrom?: string
  readonly scaleTo?: string
  readonly step?: Step
  /** The brushed hours of the week, `5-6,18-23` or `5T22-1T3`. */
  readonly hours?: string
  /** What part of the world is in view, `longitude,latitude,zoom`. */
  readonly at?: string
  /** The chosen cell, `zoom/x/y`. */
  readonly cell?: string
  /** The chosen area: corners of a polygon, `longitude,latitude;…`. */
  readonly within?: string
  /** The chosen area: a boundary, `set/name`. */
  readonly boundary?: string
}

export type Change = { [Key in keyof CrimeMapSearch]?: CrimeMapSearch[Key] | undefined }

/** A cell of the quadtree that exists: `zoom/x/y`. */
const cell = where(pattern(/^\d{1,2}\/\d{1,9}\/\d{1,9}$/), (written) => {
  const found = readCell(written)
  return found !== undefined && found.zoom <= 26 && Math.max(found.x, found.y) < 2 ** found.zoom
})

export const readSearch = reader(
  {
    map: oneOf(maps),
    layout: oneOf(['table']),
    city: text(64),
    measure: oneOf(measures),
    category: texts(64, 200),
    from: day(),
    to: day(),
    compare: oneOf(comparisons),
    beforeFrom: day(),
    beforeTo: day(),
    knownAt: day(),
    cells: oneOf(cellZooms),
    significance: oneOf(significances),
    scaleFrom: day(),
    scaleTo: day(),
    step: oneOf(steps),
    hours: where(pattern(/^[\d,T-]{7,9}$/), (written) => readHours(written) !== undefined),
    at: where(
      pattern(/^(-?\d{1,3}(\.\d{1,9})?,){2}\d{1,2}(\.\d{1,9})?$/),
      (written) => readView(written) !== undefined,
    ),
    cell,
    within: where(text(2_000), (written) => readWithin(written) !== undefined),
    boundary: where(text(300), (written) => readBoundary(written) !== undefined),
  },
  [
    ['from', 'to'],
    ['beforeFrom', 'beforeTo'],
    ['scaleFrom', 'scaleTo'],
  ],
)

/** A changed link; what is empty is left out. */
export function changed(search: CrimeMapSearch, change: Change): CrimeMapSearch {
  return Object.fromEntries(
    Object.entries({ ...search, ...change }).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
