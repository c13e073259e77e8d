import { graphql } from '@shared/graphql/generated'
import type { RecorderSpeedsQuery } from '@shared/graphql/generated/graphql'

export type RecorderSpeed = NonNullable<RecorderSpeedsQuery['recorderSpeeds']>[number]

export const speedsQuery = graphql(`
  query RecorderSpeeds($cities: [String!], $mayDeviceExact: Boolean!) {
    recorderSpeeds(cities: $cities) {
      city
      deviceId
      isLearning
      isSuspected
      driftKmPerHour
      usualKmPerHour
      spreadKmPerHour
      captureCount @include(if: $mayDeviceExact)
      learnedCount @include(if: $mayDeviceExact)
      lastCaptureAt @include(if: $mayDeviceExact)
    }
  }
`)

export const clearMutation = graphql(`
  mutation ClearRecorder($input: ClearRecorderInput!) {
    clearRecorder(input: $input) {
      recorderSpeed {
        deviceId
      }
      errors {
        __typename
        ... on Error {
          code
        }
      }
    }
  }
`)
