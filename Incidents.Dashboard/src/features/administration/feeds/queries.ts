import { graphql } from '@shared/graphql/generated'
import type { FeedDeadLettersQuery, FeedSubscriptionsQuery } from '@shared/graphql/generated/graphql'

export type Feed = NonNullable<FeedSubscriptionsQuery['feedSubscriptions']>[number]
export type Letter = NonNullable<FeedDeadLettersQuery['feedDeadLetters']>['nodes'][number]

export const feedsQuery = graphql(`
  query FeedSubscriptions {
    feedSubscriptions {
      id
      name
      address
      format
      cities
      categories
      kinds
      leastUrgent
      classes
      createdAt
      createdBy
      endedAt
      endedBy
      waiting
      deadLetters
      delivered
      deliveredAt
      failedAt
      failure
    }
  }
`)

export const lettersQuery = graphql(`
  query FeedDeadLetters($subscriptionId: UUID!, $first: Int!, $after: String) {
    feedDeadLetters(subscriptionId: $subscriptionId, first: $first, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        thingId
        version
        failure
        tries
        queuedAt
        givenUpAt
      }
    }
  }
`)

export const createFeedMutation = graphql(`
  mutation CreateFeedSubscription($input: CreateFeedSubscriptionInput!) {
    createFeedSubscription(input: $input) {
      issuedFeed {
        ...IssuedSecret
      }
      errors {
        ...FeedRefusal
      }
    }
  }

  fragment IssuedSecret on IssuedFeed {
    secret
    authorization
  }

  fragment FeedRefusal on Error {
    __typename
    code
  }
`)

export const rotateFeedMutation = graphql(`
  mutation RotateFeedSecret($input: RotateFeedSecretInput!) {
    rotateFeedSecret(input: $input) {
      issuedFeed {
        ...IssuedSecret
      }
      errors {
        ...FeedRefusal
      }
    }
  }
`)

export const endFeedMutation = graphql(`
  mutation EndFeedSubscription($input: EndFeedSubscriptionInput!) {
    endFeedSubscription(input: $input) {
      feedSubscription {
        id
      }
      errors {
        ...FeedRefusal
      }
    }
  }
`)

export const replayLettersMutation = graphql(`
  mutation ReplayFeedDeadLetters($input: ReplayFeedDeadLettersInput!) {
    replayFeedDeadLetters(input: $input) {
      feedReplay {
        count
      }
      errors {
        ...FeedRefusal
      }
    }
  }
`)
