import { graphql } from '@shared/graphql/generated'
import type {
  ForecastBacktestJobQuery,
  ForecastDetailQuery,
  ForecastRecordQuery,
  ForecastRowFragment,
  MethodRecordPartsFragment,
} from '@shared/graphql/generated/graphql'

export type ForecastRow = ForecastRowFragment
export type MethodRow = MethodRecordPartsFragment
export type Record = NonNullable<ForecastRecordQuery['forecastRecord']>
export type Detail = NonNullable<ForecastDetailQuery['forecast']>
export type Backtest = NonNullable<NonNullable<ForecastBacktestJobQuery['job']>['forecastBacktest']>

export const rowFragment = graphql(`
  fragment ForecastRow on Forecast {
    id
    isMissed
    sealedAt
    expected
    cellCount
    terms {
      plan
      method
      city
      category
      zoom
      from
      until
    }
    score {
      asKnownOn
      count
      outsideArea
      expected
      logScore
      shares {
        share
        hits
        pai
        pei
      }
    }
  }
`)

export const methodFragment = graphql(`
  fragment MethodRecordParts on MethodRecord {
    method
    hits
    count
    outsideArea
    hitRate
    hitRateLow
    hitRateHigh
    pai
    paiLow
    paiHigh
    meanPei
    logScore
    betterThanLastPeriod
    worseThanLastPeriod
    sameAsLastPeriod
    moreHitsPerPeriod
    moreHitsLow
    moreHitsHigh
    againstLastPeriod
  }
`)

export const forecastsQuery = graphql(`
  query AnalysisForecasts($cities: [String!]) {
    forecasts(filter: { cities: $cities }, first: 100) {
      nodes {
        ...ForecastRow
      }
      totalCount
    }
  }
`)

export const recordQuery = graphql(`
  query ForecastRecord($plan: String!, $share: Float!) {
    forecastRecord(plan: $plan, share: $share) {
      plan
      from
      until
      periodCount
      events
      isTooFew
      tooFew
      share
      draws
      confidence
      chosen
      chosenBecause
      methods {
        ...MethodRecordParts
      }
    }
  }
`)

export const detailQuery = graphql(`
  query ForecastDetail($id: UUID!) {
    forecast(id: $id) {
      ...ForecastRow
      notedAt
      contentHash
      isIntact
      ledgerPosition
      terms {
        area {
          west
          south
          east
          north
        }
      }
      parameters {
        name
        value
      }
      cells {
        x
        y
        expected
      }
      otherCellCount
      expectedOfOthers
      scores {
        asKnownOn
        scoredAt
        count
        outsideArea
        expected
        logScore
        shares {
          share
          hits
          pai
          pei
          rri
        }
        dosage {
          share
          hours
          knownCells
          patrolledShare
        }
      }
    }
  }
`)

export const sealMutation = graphql(`
  mutation SealForecasts($input: SealForecastsInput!) {
    sealForecasts(input: $input) {
      sealedForecasts {
        plan
        from
        until
        forecasts {
          id
        }
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const startBacktest = graphql(`
  mutation StartForecastBacktest($input: StartForecastBacktestInput!) {
    started: startForecastBacktest(input: $input) {
      analysisJob {
        ...AnalysisJobParts
      }
      errors {
        ...AnalysisRefusalParts
      }
    }
  }
`)

export const backtestQuery = graphql(`
  query ForecastBacktestJob($id: UUID!) {
    job: analysis(id: $id) {
      ...AnalysisJobParts
      forecastBacktest {
        basis {
          ...AnalysisBasisParts
        }
        city
        period
        areaIsGiven
        cells
        squareKm
        periodCount
        events
        isTooFew
        tooFew
        chosen
        chosenBecause
        methods {
          ...MethodRecordParts
        }
        periods {
          from
          method
          count
          outsideArea
          expected
          hits
          pai
          pei
          logScore
        }
        next {
          from
          until
          method
          expected
          cells {
            x
            y
            expected
          }
          otherCellCount
          expectedOfOthers
        }
      }
    }
  }
`)
