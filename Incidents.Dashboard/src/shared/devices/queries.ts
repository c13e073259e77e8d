import { graphql } from '../graphql/generated'
import type { DeviceFiguresQuery } from '../graphql/generated/graphql'

export type DeviceFigures = DeviceFiguresQuery
export type TownAvailability = NonNullable<DeviceFiguresQuery['deviceAvailability']>[number]
export type RollOut = NonNullable<DeviceFiguresQuery['rollOut']>

/** How long devices worked in a period, and how far they are rolled out. */
export const deviceFiguresQuery = graphql(`
  query DeviceFigures($from: Date!, $until: Date!, $cities: [String!]) {
    deviceAvailability(from: $from, until: $until, cities: $cities) {
      city
      kind
      devices
      neverHeard
      acceptedSeconds
      silentSeconds
      faultedSeconds
      unknownSeconds
    }
    rollOut(cities: $cities) {
      from
      until
      budgetTenge
      spentTenge
      upkeepTenge
      committedTenge
      withoutCost
      targets {
        kind
        target
        planned
        installed
        accepted
      }
      years {
        year
        target
        planned
        installed
        accepted
      }
    }
  }
`)
