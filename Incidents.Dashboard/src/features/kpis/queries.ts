import { graphql } from '@shared/graphql/generated'
import type {
  DeviceCountsQuery,
  KpiComparisonQuery,
  KpiNowcastQuery,
  KpisQuery,
  KpiTownTrendsQuery,
  KpiTrendsQuery,
} from '@shared/graphql/generated/graphql'

export type Figures = NonNullable<KpisQuery['kpis']>[number]
export type Count = Figures['counts'][number]
export type Timed = Figures['durations'][number]
export type Trends = KpiTrendsQuery
export type DurationSeries = NonNullable<KpiTrendsQuery['ANSWER_TIME']>
export type CountSeries = NonNullable<KpiTrendsQuery['INCIDENTS']>
export type TownSeries = NonNullable<KpiTownTrendsQuery['trend']>['series'][number]
export type ComparedSpan = NonNullable<KpiComparisonQuery['comparison']>['series'][number]['changes'][number]
export type NowcastWeeks = NonNullable<KpiNowcastQuery['nowcast']>['series'][number]
export type NowcastPoint = NowcastWeeks['points'][number]
export type DeviceCount = NonNullable<DeviceCountsQuery['deviceCounts']>[number]

export const clockQuery = graphql(`
  query KpiClock {
    serverTime
  }
`)

export const kpisQuery = graphql(`
  query Kpis($from: Date!, $until: Date!, $beforeFrom: Date!, $beforeUntil: Date!, $cities: [String!]) {
    kpis(from: $from, until: $until, beforeFrom: $beforeFrom, beforeUntil: $beforeUntil, filter: { cities: $cities }) {
      city
      from
      until
      counts {
        measure
        count
        before
        change
        isNotable
        daysCovered
        beforeDaysCovered
      }
      durations {
        measure
        count
        isTooFew
        medianSeconds
        p90Seconds
        targetSeconds
        shareWithinTarget
        daysCovered
        beforeDaysCovered
        before {
          count
          medianSeconds
          p90Seconds
          shareWithinTarget
        }
      }
    }
  }
`)

export const trendsQuery = graphql(`
  query KpiTrends($from: Date!, $until: Date!, $cities: [String!], $grain: TrendGrain!) {
    ANSWER_TIME: durationTrend(
      measure: ANSWER_TIME
      from: $from
      until: $until
      grain: $grain
      filter: { cities: $cities }
    ) {
      ...DurationSteps
    }
    DISPATCH_TIME: durationTrend(
      measure: DISPATCH_TIME
      from: $from
      until: $until
      grain: $grain
      filter: { cities: $cities }
    ) {
      ...DurationSteps
    }
    ARRIVAL_TIME: durationTrend(
      measure: ARRIVAL_TIME
      from: $from
      until: $until
      grain: $grain
      filter: { cities: $cities }
    ) {
      ...DurationSteps
    }
    RESOLUTION_TIME: durationTrend(
      measure: RESOLUTION_TIME
      from: $from
      until: $until
      grain: $grain
      filter: { cities: $cities }
    ) {
      ...DurationSteps
    }
    INCIDENTS: trend(from: $from, until: $until, grain: $grain, filter: { measure: INCIDENTS, cities: $cities }) {
      ...CountSteps
    }
    ALERTS: trend(from: $from, until: $until, grain: $grain, filter: { measure: ALERTS, cities: $cities }) {
      ...CountSteps
    }
    FALSE_ALERTS: trend(from: $from, until: $until, grain: $grain, filter: { measure: FALSE_ALERTS, cities: $cities }) {
      ...CountSteps
    }
    SOS_CALLS: trend(from: $from, until: $until, grain: $grain, filter: { measure: SOS_CALLS, cities: $cities }) {
      ...CountSteps
    }
    ABANDONED_CALLS: trend(
      from: $from
      until: $until
      grain: $grain
      filter: { measure: ABANDONED_CALLS, cities: $cities }
    ) {
      ...CountSteps
    }
    OFFENCES: trend(from: $from, until: $until, grain: $grain, filter: { measure: OFFENCES, cities: $cities }) {
      ...CountSteps
    }
    VICTIMS: trend(from: $from, until: $until, grain: $grain, filter: { measure: VICTIMS, cities: $cities }) {
      ...CountSteps
    }
    VIOLATIONS: trend(from: $from, until: $until, grain: $grain, filter: { measure: VIOLATIONS, cities: $cities }) {
      ...CountSteps
    }
  }

  fragment DurationSteps on DurationTrend {
    from
    until
    grain
    targetSeconds
    points {
      day
      isTooFew
      isCut
      daysCounted
      daysCovered
      daysInStep
      durations {
        count
        medianSeconds
        p90Seconds
        shareWithinTarget
      }
    }
  }

  fragment CountSteps on Trend {
    from
    until
    grain
    series {
      points {
        day
        count
        isCut
        daysCounted
        daysCovered
        daysInStep
      }
    }
  }
`)

export const townTrendsQuery = graphql(`
  query KpiTownTrends($measure: CountMeasure!, $from: Date!, $until: Date!, $grain: TrendGrain!, $cities: [String!]) {
    trend(from: $from, until: $until, grain: $grain, splitBy: CITY, filter: { measure: $measure, cities: $cities }) {
      grain
      series {
        city
        total
        per100000
        countsPer100000
        points {
          day
          count
          isCut
          daysCounted
          daysCovered
          daysInStep
        }
      }
    }
  }
`)

export const deviceCountsQuery = graphql(`
  query DeviceCounts($cities: [String!]) {
    deviceCounts(cities: $cities) {
      city
      kind
      inService
      retired
      unregistered
    }
  }
`)

export const comparisonQuery = graphql(`
  query KpiComparison($measure: CountMeasure!, $until: Date!, $cities: [String!], $mayBasis: Boolean!) {
    comparison(until: $until, filter: { measure: $measure, cities: $cities }) {
      series {
        changes {
          span
          against
          from
          until
          beforeFrom
          beforeUntil
          count
          before
          change
          isNotable
          rateRatio @include(if: $mayBasis)
          rateRatioLow @include(if: $mayBasis)
          rateRatioHigh @include(if: $mayBasis)
          daysCovered
          beforeDaysCovered
        }
      }
    }
  }
`)

export const sourcesQuery = graphql(`
  query KpiSources($cities: [String!], $mayBasis: Boolean!) {
    sourceCoverage(cities: $cities) {
      city
      source
      kind
      basis
      from
      until
      gaps {
        from
        until
      }
      reportCount @include(if: $mayBasis)
    }
  }
`)

export const nowcastQuery = graphql(`
  query KpiNowcast($measure: CountMeasure!, $from: Date!, $until: Date!, $cities: [String!]) {
    nowcast(from: $from, until: $until, grain: WEEK, filter: { measure: $measure, cities: $cities }) {
      basis {
        asKnownOn
      }
      series {
        observations
        gap
        isTooFew
        points {
          day
          status
          count
          estimate
          low80
          high80
          low95
          high95
          expectedShare
        }
      }
    }
  }
`)
