import type { CountMeasure } from '@shared/graphql/generated/graphql'
import { compact, day, number, oneOf, pattern, reader, text, texts, whole } from '@shared/routing/search'
import { analyses } from './analyses'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What can be counted, and studied by all analyses of counts. */
export const measures = ['INCIDENTS', 'ALERTS', 'SOS_CALLS', 'VIOLATIONS'] as const satisfies readonly CountMeasure[]

/** How the places of a measure are given: as points, or as kinds of registered devices. */
export const treatments = ['places', 'CAMERA', 'RECORDER', 'SOS_TERMINAL'] as const
export const metrics = ['EUCLIDEAN', 'MANHATTAN'] as const
export const kernels = ['QUARTIC', 'GAUSSIAN'] as const
export const spotMethods = ['GETIS_ORD', 'LOCAL_MORAN'] as const
export const windows = ['CUBE', 'STEP'] as const
export const grains = ['DAY', 'WEEK', 'MONTH'] as const
export const cycles = ['week', 'weekAndYear', 'dayAndWeek'] as const
export const forecastPeriods = ['WEEK', 'MONTH'] as const
export const switches = ['yes', 'no'] as const
export const shares = ['0.005', '0.01', '0.02', '0.05', '0.1'] as const

/** Points of a measure, `latitude,longitude;latitude,longitude`, at most 50. */
const places = /^-?\d{1,2}(\.\d{1,7})?,-?\d{1,3}(\.\d{1,7})?(;-?\d{1,2}(\.\d{1,7})?,-?\d{1,3}(\.\d{1,7})?){0,49}$/

/** Search parameters of the page's link. Days are local, a period includes both its days. */
export const readSearch = reader(
  {
    analysis: oneOf(analyses),
    /** The job whose result is shown. */
    job: pattern(uuid),
    city: text(64),
    category: texts(64, 50),
    measure: oneOf(measures),
    from: day(),
    to: day(),
    /** Counted as known at the end of this day. */
    knownAt: day(),
    /** Zoom of the cells. */
    cells: whole(12, 18),
    stepDays: whole(1, 366),
    /** Radius of a neighbourhood, in metres. */
    distance: whole(100, 20_000),
    level: number(0.001, 0.5),
    permutations: whole(0, 9_999),
    bandMetres: whole(10, 5_000),
    bandDays: whole(1, 366),
    bands: whole(1, 10),
    metric: oneOf(metrics),
    riskAt: day(),
    window: oneOf(windows),
    treatment: oneOf(treatments),
    places: pattern(places),
    radius: whole(0, 5_000),
    installedFrom: day(),
    installedTo: day(),
    bufferCells: whole(0, 10),
    controlsEach: whole(1, 20),
    maxShare: number(0.01, 1),
    maxRadius: whole(100, 50_000),
    alive: oneOf(switches),
    kernel: oneOf(kernels),
    bandwidth: whole(200, 50_000),
    falseAlarmRate: number(0.0001, 0.49),
    weeks: whole(2, 104),
    bothSides: oneOf(switches),
    method: oneOf(spotMethods),
    shuffles: whole(20, 999),
    cycle: oneOf(cycles),
    robust: oneOf(switches),
    grain: oneOf(grains),
    maxDelay: whole(1, 400),
    least: number(0, 1_000_000),
    period: oneOf(forecastPeriods),
    periods: whole(0, 104),
    share: oneOf(shares),
    plan: text(200),
    /** The forecast that is shown. */
    forecast: pattern(uuid),
  },
  [['from', 'to']],
)
export type AnalysesSearch = ReturnType<typeof readSearch>

export type Change = { readonly [Key in keyof AnalysesSearch]?: AnalysesSearch[Key] | undefined }

/** A changed link; what is empty is left out. A changed question has no result yet. */
export function changed(search: AnalysesSearch, change: Change): AnalysesSearch {
  const next = { ...search, job: undefined, ...change }
  return compact({ ...next, category: next.category?.length === 0 ? undefined : next.category })
}
