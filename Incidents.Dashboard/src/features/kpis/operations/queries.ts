import { graphql } from '@shared/graphql/generated'
import type {
  KpiAlertLedgerQuery,
  KpiOutcomeTotalsQuery,
  KpiTargetsQuery,
  KpiUpkeepQuery,
} from '@shared/graphql/generated/graphql'

export type UpkeepRow = NonNullable<KpiUpkeepQuery['all']>[number]
export type OutcomeTotals = NonNullable<KpiOutcomeTotalsQuery['outcomeTotals']>[number]
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

/** What came of the violations and alerts of the period, all towns together first. Callers with rounded counts get these rounded, too. */
export const outcomeTotalsQuery = graphql(`
  query KpiOutcomeTotals($from: Date!, $until: Date!, $cities: [String!]) {
    outcomeTotals(from: $from, until: $until, cities: $cities) {
      city
      violations {
        recorded
        reviewed
        confirmed
        fined
        dismissed
        cancelled
        finesTenge
      }
      alerts {
        confirmed
        falseAlarms
        unfounded
        undecided
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
