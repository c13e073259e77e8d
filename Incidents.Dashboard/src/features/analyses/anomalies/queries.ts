import { graphql } from '@shared/graphql/generated'
import type { AnalysisAnomaliesQuery } from '@shared/graphql/generated/graphql'

export type AnomalyReport = NonNullable<AnalysisAnomaliesQuery['anomalies']>
export type AnomalySeries = AnomalyReport['series'][number]

export const anomaliesQuery = graphql(`
  query AnalysisAnomalies(
    $from: Date!
    $until: Date!
    $falseAlarmRate: Float!
    $weeks: Int!
    $bothSides: Boolean!
    $filter: CountFilterInput!
    $asKnownOn: Date
  ) {
    anomalies(
      from: $from
      until: $until
      falseAlarmRate: $falseAlarmRate
      weeks: $weeks
      bothSides: $bothSides
      filter: $filter
      asKnownOn: $asKnownOn
    ) {
      basis {
        ...AnalysisBasisParts
      }
      series {
        key
        isTooFew
        judged
        alarms
        expectedFalseAlarms
        days {
          day
          count
          expected
          dispersion
          pHigh
          pLow
          kind
        }
      }
    }
  }
`)
