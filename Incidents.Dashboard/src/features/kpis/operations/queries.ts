import { graphql } from '@shared/graphql/generated'
import type {
  KpiAlertLedgerQuery,
  KpiFinesQuery,
  KpiTargetsQuery,
  KpiUpkeepQuery,
} from '@shared/graphql/generated/graphql'

export type UpkeepRow = NonNullable<KpiUpkeepQuery['all']>[number]
export type Fines = KpiFinesQuery
export type Outcomes = NonNullable<KpiAlertLedgerQuery['together']>['groups'][number]
export type Share = NonNullable<Outcomes['ofAll']>
export type MetTarget = NonNullable<KpiTargetsQuery['targetShares']>[number]

/** What was observed of municipal property, and of that the snow. */
export const upkeepQuery = graphql(`
  query KpiUpkeep($from: Date!, $until: Date!, $cities: [String!]) {
    all: upkeepFigures(from: $from, until: $until, cities: $cities) {
      ...UpkeepRow
    }
    snow: upkeepFigures(from: $from, until: $until, cities: $cities, categories: ["snow-uncleared"]) {
      ...UpkeepRow
    }
  }

  fragment UpkeepRow on UpkeepFigures {
    city
    district
    isWholeTown
    observations
    tasks
    open
    overdue
    done
    doneInTime
    doneLate
    medianSeconds
    p90Seconds
  }
`)

/** Violations of the period by how far they have come, and the fines of the first thousand that are fined. */
export const finesQuery = graphql(`
  query KpiFines($from: Date!, $until: Date!, $cities: [String!]) {
    RECORDED: violations(filter: { cities: $cities, from: $from, until: $until, statuses: [RECORDED] }, first: 1) {
      totalCount
    }
    REVIEWED: violations(filter: { cities: $cities, from: $from, until: $until, statuses: [REVIEWED] }, first: 1) {
      totalCount
    }
    CONFIRMED: violations(filter: { cities: $cities, from: $from, until: $until, statuses: [CONFIRMED] }, first: 1) {
      totalCount
    }
    DISMISSED: violations(filter: { cities: $cities, from: $from, until: $until, statuses: [DISMISSED] }, first: 1) {
      totalCount
    }
    CANCELLED: violations(filter: { cities: $cities, from: $from, until: $until, statuses: [CANCELLED] }, first: 1) {
      totalCount
    }
    FINED: violations(filter: { cities: $cities, from: $from, until: $until, statuses: [FINED] }, first: 1000) {
      totalCount
      nodes {
        id
        fine {
          amountTenge
        }
      }
    }
  }
`)

export const alertLedgerQuery = graphql(`
  query KpiAlertLedger($from: Date!, $until: Date!, $filter: AlertOutcomeFilterInput) {
    together: alertPrecision(from: $from, until: $until, filter: $filter, splitBy: [], first: 1) {
      fewestAlerts
      groups {
        ...KpiOutcomes
      }
    }
    towns: alertPrecision(from: $from, until: $until, filter: $filter, splitBy: [CITY], first: 100) {
      groups {
        ...KpiOutcomes
      }
    }
  }

  fragment KpiOutcomes on AlertOutcomeGroup {
    city
    alertCount
    confirmedCount
    falseCount
    unfoundedCount
    undecidedCount
    notLookedAtCount
    operatorMinutes
    unitMinutes
    ofDecided {
      of
      share
      lowShare
      highShare
    }
    ofAll {
      of
      share
      lowShare
      highShare
    }
  }
`)

export const targetsQuery = graphql(`
  query KpiTargets($from: Date!, $until: Date!, $filter: CountFilterInput, $mayDispatch: Boolean!) {
    targetShares(from: $from, until: $until, filter: $filter) {
      name
      step
      withinSeconds
      from
      until
      count
      met
      share
      isTooFew
    }
    serviceTargets @include(if: $mayDispatch) {
      name
      from
      levels {
        afterSeconds
        role
        person
      }
    }
  }
`)
