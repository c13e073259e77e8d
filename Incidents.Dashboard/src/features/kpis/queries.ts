import { graphql } from '@shared/graphql/generated'
import type { DeviceCountsQuery, KpisQuery, KpiTrendsQuery } from '@shared/graphql/generated/graphql'

export type Figures = NonNullable<KpisQuery['kpis']>[number]
export type Count = Figures['counts'][number]
export type Timed = Figures['durations'][number]
export type Trends = KpiTrendsQuery
export type DurationSeries = NonNullable<KpiTrendsQuery['ANSWER_TIME']>
export type CountSeries = NonNullable<KpiTrendsQuery['INCIDENTS']>
export type DeviceCount = NonNullable<DeviceCountsQuery['deviceCounts']>[number]

export const timedMeasures = ['ANSWER_TIME', 'DISPATCH_TIME', 'ARRIVAL_TIME', 'RESOLUTION_TIME'] as const
export type TimedMeasure = (typeof timedMeasures)[number]

export const countedMeasures = [
  'INCIDENTS',
  'ALERTS',
  'FALSE_ALERTS',
  'SOS_CALLS',
  'ABANDONED_CALLS',
  'VIOLATIONS',
] as const
export type CountedMeasure = (typeof countedMeasures)[number]

export const clockQuery = graphql(`
  query KpiClock {
    serverTime
  }
`)

export const kpisQuery = graphql(`
  query Kpis($from: Date!, $until: Date!, $cities: [String!]) {
    kpis(from: $from, until: $until, cities: $cities) {
      city
      from
      until
      counts {
        measure
        count
        before
        change
        isNotable
      }
      durations {
        measure
        sampleSize
        tooFew
        medianSeconds
        p90Seconds
        targetSeconds
        shareWithinTarget
        before {
          sampleSize
          medianSeconds
          p90Seconds
          shareWithinTarget
        }
      }
    }
    incidents(first: 1, order: OCCURRED_ASCENDING, filter: { cities: $cities }) {
      nodes {
        occurredAt
      }
    }
  }
`)

export const trendsQuery = graphql(`
  query KpiTrends($from: Date!, $until: Date!, $cities: [String!], $grain: TrendGrain!) {
    ANSWER_TIME: durationTrend(measure: ANSWER_TIME, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...DurationSteps
    }
    DISPATCH_TIME: durationTrend(measure: DISPATCH_TIME, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...DurationSteps
    }
    ARRIVAL_TIME: durationTrend(measure: ARRIVAL_TIME, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...DurationSteps
    }
    RESOLUTION_TIME: durationTrend(
      measure: RESOLUTION_TIME
      from: $from
      until: $until
      cities: $cities
      grain: $grain
    ) {
      ...DurationSteps
    }
    INCIDENTS: trend(measure: INCIDENTS, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...CountSteps
    }
    ALERTS: trend(measure: ALERTS, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...CountSteps
    }
    FALSE_ALERTS: trend(measure: FALSE_ALERTS, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...CountSteps
    }
    SOS_CALLS: trend(measure: SOS_CALLS, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...CountSteps
    }
    ABANDONED_CALLS: trend(measure: ABANDONED_CALLS, from: $from, until: $until, cities: $cities, grain: $grain) {
      ...CountSteps
    }
    VIOLATIONS: trend(measure: VIOLATIONS, from: $from, until: $until, cities: $cities, grain: $grain) {
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
      tooFew
      durations {
        sampleSize
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
