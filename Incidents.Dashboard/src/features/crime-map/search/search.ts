import { isDay } from '@shared/format/days'
import type { CountMeasure, Significance } from '@shared/graphql/generated/graphql'
import { compact, oneOf, text, texts } from '@shared/routing/search'
import { readHours } from '../hours/hours'
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
  /** The brushed hours of the week, `5-6,18-23`. */
  readonly hours?: string
  /** What part of the world is in view, `longitude,latitude,zoom`. */
  readonly at?: string
  /** The chosen cell, `zoom/x/y`. */
  readonly cell?: string
}

export type Change = { [Key in keyof CrimeMapSearch]?: CrimeMapSearch[Key] | undefined }

const day = (value: unknown) => (isDay(value) ? value : undefined)

/** Reads the search parameters. Invalid values are left out, because a link may be old or typed by hand. */
export function readSearch(search: Record<string, unknown>): CrimeMapSearch {
  const at = text(search['at'])
  const hours = text(search['hours'])
  const cell = text(search['cell'])
  return compact({
    map: oneOf(maps, search['map']),
    layout: oneOf(['table'] as const, search['layout']),
    city: text(search['city']),
    measure: oneOf(measures, search['measure']),
    category: texts(search['category']),
    from: day(search['from']),
    to: day(search['to']),
    compare: oneOf(comparisons, search['compare']),
    beforeFrom: day(search['beforeFrom']),
    beforeTo: day(search['beforeTo']),
    knownAt: day(search['knownAt']),
    cells: oneOf(cellZooms, text(search['cells'])),
    significance: oneOf(significances, search['significance']),
    scaleFrom: day(search['scaleFrom']),
    scaleTo: day(search['scaleTo']),
    step: oneOf(steps, search['step']),
    hours: readHours(hours) ? hours : undefined,
    at: readView(at) ? at : undefined,
    cell: cell !== undefined && /^\d{1,2}\/\d+\/\d+$/.test(cell) ? cell : undefined,
  })
}

/** A changed link; what is empty is left out. */
export function changed(search: CrimeMapSearch, change: Change): CrimeMapSearch {
  return Object.fromEntries(
    Object.entries({ ...search, ...change }).filter(
      ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
