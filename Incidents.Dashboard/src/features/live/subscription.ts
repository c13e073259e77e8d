import { graphql } from '@shared/graphql/generated'
import type { QueueChangedSubscription, QueueKind } from '@shared/graphql/generated/graphql'
import { print } from 'graphql'
import { itemOf } from './queries'
import type { QueueMessage, QueueName } from './queue'
import type { Request } from './stream'

const queueSubscription = graphql(`
  subscription QueueChanged($queue: QueueKind!, $cities: [String!], $after: Long) {
    queueChanged(queue: $queue, filter: { cities: $cities }, after: $after) {
      position
      id: subjectId
      isQueued
      missed {
        count
      }
      alert {
        ...QueuedAlert
      }
      call {
        ...QueuedCall
      }
      violation {
        ...QueuedViolation
      }
      incident {
        ...QueuedIncident
      }
    }
  }
`)

export type QueueChange = QueueChangedSubscription

const kinds: Readonly<Record<QueueName, QueueKind>> = {
  alerts: 'ALERTS',
  calls: 'CALLS',
  violations: 'VIOLATIONS',
  incidents: 'INCIDENTS',
}

/** Asks for what changes in a queue after a position. */
export const queueRequest = (
  queue: QueueName,
  cities: readonly string[] | undefined,
  after: number | null,
): Request => ({ query: print(queueSubscription), variables: { queue: kinds[queue], cities: cities ?? null, after } })

/** What a message says of its queue: what was missed before it, and what it is about. */
export function messagesOf(queue: QueueName, { queueChanged: told }: QueueChange): QueueMessage[] {
  if (told == null) return []
  const { position, id, isQueued, missed } = told
  const messages: QueueMessage[] = []
  if (missed != null || id == null)
    messages.push({ kind: 'position', queue, position, missed: missed == null ? 0 : (missed.count ?? null) })
  if (id == null) return messages
  const row = told.alert ?? told.call ?? told.violation ?? told.incident
  if (isQueued === true && row != null) messages.push({ kind: 'changed', queue, position, item: itemOf(queue, row) })
  else messages.push({ kind: 'left', queue, position, id })
  return messages
}
