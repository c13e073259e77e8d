import type { AnalysisKind } from '@shared/graphql/generated/graphql'
import type { Analysis } from '../analyses'
import {
  cycles,
  forecastPeriods,
  grains,
  kernels,
  metrics,
  spotMethods,
  switches,
  treatments,
  windows,
} from '../search'
import { choice, whole, type FieldSpec } from './fields'

/** What an analysis asks for, beside town and categories. */
export interface Spec {
  /** The job that computes it; undefined where it is answered at once. */
  readonly kind?: AnalysisKind
  /** Days of the default period; undefined where it has none. */
  readonly days?: number
  /** Whether other things than incidents can be counted. */
  readonly countsAll: boolean
  readonly hasCategories: boolean
  readonly hasKnownAt: boolean
  readonly fields: readonly FieldSpec[]
}

const cells = whole('cells', 13, 18, 16)
const distance = whole('distance', 200, 20_000, undefined, 100)
const level = whole('level', 0.001, 0.5, 0.05, 0.01)
const counted = { countsAll: true, hasCategories: true, hasKnownAt: true }

export const specs = {
  forecasts: {
    kind: 'FORECAST_BACKTEST',
    countsAll: false,
    hasCategories: true,
    hasKnownAt: true,
    fields: [choice('period', forecastPeriods, 'WEEK'), whole('periods', 1, 104, 12), whole('cells', 13, 18, 16)],
  },
  nearRepeats: {
    kind: 'NEAR_REPEATS',
    days: 90,
    countsAll: false,
    hasCategories: true,
    hasKnownAt: true,
    fields: [
      whole('bandMetres', 10, 5_000, 100, 10),
      whole('bandDays', 1, 366, 7),
      whole('bands', 1, 10, 4),
      choice('metric', metrics, 'EUCLIDEAN'),
      whole('permutations', 0, 9_999, 999),
      level,
      { kind: 'day', key: 'riskAt', usual: () => undefined },
    ],
  },
  emerging: {
    kind: 'EMERGING_HOT_SPOTS',
    days: 98,
    ...counted,
    fields: [cells, whole('stepDays', 1, 366, 7), distance, choice('window', windows, 'CUBE'), level],
  },
  impact: {
    kind: 'IMPACT',
    days: 112,
    ...counted,
    fields: [
      choice('treatment', treatments, 'places'),
      { kind: 'text', key: 'places' },
      whole('radius', 0, 5_000, 500, 50),
      { kind: 'day', key: 'installedFrom', usual: middleOf },
      { kind: 'day', key: 'installedTo', usual: middleOf },
      cells,
      whole('stepDays', 1, 366, 7),
      whole('controlsEach', 1, 20, 3),
      whole('bufferCells', 0, 10, 1),
    ],
  },
  scan: {
    kind: 'SPACE_TIME_SCAN',
    days: 56,
    ...counted,
    fields: [
      whole('cells', 13, 18, 15),
      whole('stepDays', 1, 60, 1),
      whole('maxRadius', 100, 50_000, undefined, 100),
      whole('maxShare', 0.01, 1, 0.5, 0.05),
      choice('alive', switches, 'no'),
      whole('permutations', 0, 999, 99),
    ],
  },
  anomalies: {
    days: 28,
    ...counted,
    fields: [
      whole('falseAlarmRate', 0.0001, 0.49, 0.005, 0.001),
      whole('weeks', 2, 104, 8),
      choice('bothSides', switches, 'yes'),
    ],
  },
  coverage: { countsAll: false, hasCategories: false, hasKnownAt: true, fields: [whole('cells', 14, 17, 16)] },
  density: {
    days: 56,
    ...counted,
    fields: [
      whole('cells', 13, 17, 16),
      choice('kernel', kernels, 'QUARTIC'),
      whole('bandwidth', 200, 50_000, 500, 50),
    ],
  },
  shuffled: {
    kind: 'SHUFFLED_HOT_SPOTS',
    days: 56,
    ...counted,
    fields: [choice('method', spotMethods, 'GETIS_ORD'), cells, distance, level, whole('shuffles', 20, 999, 99)],
  },
  decomposition: {
    kind: 'DECOMPOSITION',
    days: 91,
    ...counted,
    fields: [choice('cycle', cycles, 'week'), choice('robust', switches, 'yes')],
  },
  nowcastScore: {
    kind: 'NOWCAST_SCORE',
    days: 90,
    ...counted,
    fields: [choice('grain', grains, 'DAY'), whole('maxDelay', 1, 400, 28), whole('least', 0, 1_000_000, 1, 0.5)],
  },
} as const satisfies Record<Analysis, Spec>

/** The spec of an analysis, with every part that one may have. */
export const specOf = (analysis: Analysis): Spec => specs[analysis]

function middleOf({ from, to }: { readonly from: string; readonly to: string }) {
  return new Date((Date.parse(from) + Date.parse(to)) / 2).toISOString().slice(0, 10)
}
