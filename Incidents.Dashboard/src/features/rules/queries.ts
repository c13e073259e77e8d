import { graphql } from '@shared/graphql/generated'
import type {
  AlertLedgerQuery,
  CorrelationReplayQuery,
  CorrelationRulesQuery,
  PrecisionCurveQuery,
} from '@shared/graphql/generated/graphql'

export type Rule = NonNullable<CorrelationRulesQuery['correlationRules']>[number]
export type Replayed = NonNullable<CorrelationReplayQuery['correlationReplay']>
export type Curve = NonNullable<PrecisionCurveQuery['precisionCurve']>
export type Point = Curve['points'][number]
export type Ledger = NonNullable<AlertLedgerQuery['alertPrecision']>
export type Group = Ledger['groups'][number]
export type Share = NonNullable<Group['ofAll']>

export const clockQuery = graphql(`
  query RulesClock {
    serverTime
  }
`)

export const rulesQuery = graphql(`
  query CorrelationRules {
    correlationRules {
      code
      version
      kinds
      opens
      metres
      minutes
      categories
      joins
      sameCategory
      leastConfidence
      opensAs
      latestMinutes
      from
      until
    }
  }
`)

export const replayQuery = graphql(`
  query CorrelationReplay($rule: CorrelationRuleInput!, $from: Date!, $until: Date!, $cities: [String!]) {
    correlationReplay(rule: $rule, from: $from, until: $until, cities: $cities) {
      from
      until
      signalCount
      coveredCount
      openedCount
      joinedCount
      openedByOthersCount
      joinedByOthersCount
      raised {
        openedCount
        openedByAnyCount
        linkedCount
      }
      days {
        day
        openedCount
        joinedCount
      }
    }
  }
`)

export const curveQuery = graphql(`
  query PrecisionCurve($from: Date!, $until: Date!, $filter: AlertOutcomeFilterInput, $stepPercent: Int!) {
    precisionCurve(from: $from, until: $until, filter: $filter, stepPercent: $stepPercent) {
      fewestAlerts
      alertCount
      withoutConfidenceCount
      leastConfidence
      points {
        threshold
        alertCount
        decidedCount
        confirmedCount
        ofDecided {
          ...ConfirmedShare
        }
        ofAll {
          ...ConfirmedShare
        }
        keptShare
        operatorMinutes
        unitMinutes
      }
    }
  }
`)

export const ledgerQuery = graphql(`
  query AlertLedger(
    $from: Date!
    $until: Date!
    $filter: AlertOutcomeFilterInput
    $splitBy: [AlertSplit!]
    $first: Int!
    $mayDevice: Boolean!
  ) {
    alertPrecision(from: $from, until: $until, filter: $filter, splitBy: $splitBy, first: $first) {
      fewestAlerts
      notLookedAtAfterDays
      hasMore
      groups {
        city
        source
        category
        deviceId @include(if: $mayDevice)
        hour
        alertCount
        confirmedCount
        falseCount
        unfoundedCount
        undecidedCount
        notLookedAtCount
        operatorMinutes
        unitMinutes
        ofDecided {
          ...ConfirmedShare
        }
        ofAll {
          ...ConfirmedShare
        }
      }
    }
  }

  fragment ConfirmedShare on ConfirmedShare {
    of
    share
    lowShare
    highShare
  }
`)
