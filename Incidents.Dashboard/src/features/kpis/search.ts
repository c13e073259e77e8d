import { day, oneOf, reader, texts } from '@shared/routing/search'
import { compared, type Compared } from './compared'
import { countedMeasures, type CountedMeasure } from './measures'

/** Periods that older links name; the page writes days in their place. */
export const namedPeriods = ['last7', 'last28', 'last90', 'year', 'own'] as const

/** What the charts of the response times show. */
export const lines = ['share', 'times'] as const
export type Line = (typeof lines)[number]

/** Search parameters of the page's link. The defaults are the last 28 whole days and all towns. */
export interface KpiSearch {
  readonly period?: (typeof namedPeriods)[number]
  /** First local day; the days come before a named period. */
  readonly from?: string
  /** Last local day. */
  readonly to?: string
  readonly city?: string[]
  /** What the period is compared with; the period before by default. */
  readonly against?: Compared
  readonly line?: Line
  /** What is compared; incidents by default. */
  readonly measure?: CountedMeasure
  /** Whether estimates of recent weeks are left out. */
  readonly estimate?: 'hidden'
}

export type Change = { [Key in keyof KpiSearch]?: KpiSearch[Key] | undefined }

export const readSearch = reader(
  {
    period: oneOf(namedPeriods),
    from: day(),
    to: day(),
    city: texts(64, 50),
    against: oneOf(compared),
    line: oneOf(lines),
    measure: oneOf(countedMeasures),
    estimate: oneOf(['hidden']),
  },
  [['from', 'to']],
)
