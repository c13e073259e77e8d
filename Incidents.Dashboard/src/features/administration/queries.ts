import { graphql } from '@shared/graphql/generated'
import type { DeviceKeysQuery } from '@shared/graphql/generated/graphql'

export type DeviceKey = NonNullable<DeviceKeysQuery['deviceKeys']>[number]

export const keysQuery = graphql(`
  query DeviceKeys {
    deviceKeys {
      id
      note
      source
      cities
      createdAt
      createdBy
      expiresAt
      formerSecretUntil
      revokedAt
    }
  }
`)

export const createKeyMutation = graphql(`
  mutation CreateDeviceKey($input: CreateDeviceKeyInput!) {
    createDeviceKey(input: $input) {
      issuedKey {
        authorization
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

export const rotateKeyMutation = graphql(`
  mutation RotateDeviceKey($input: RotateDeviceKeyInput!) {
    rotateDeviceKey(input: $input) {
      issuedKey {
        authorization
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

export const revokeKeyMutation = graphql(`
  mutation RevokeDeviceKey($input: RevokeDeviceKeyInput!) {
    revokeDeviceKey(input: $input) {
      deviceKey {
        id
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

export const retentionQuery = graphql(`
  query RetentionRules {
    retentionRules {
      name
      keptDays
      masked
    }
  }
`)

export const alarmsQuery = graphql(`
  query SystemAlarms($isOpen: Boolean) {
    alarms(isOpen: $isOpen, first: 50) {
      nodes {
        id
        kind
        subject
        value
        threshold
        raisedAt
        clearedAt
      }
    }
  }
`)
