import type { AlertOutcome, RegistrationBook } from '@shared/graphql/generated/graphql'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import type { AnyVariables, Client, CombinedError } from 'urql'
import type { QueueName } from '../queue'
import type { ActionName } from './actions'
import {
  acknowledgeMutation,
  dismissMutation,
  handOverAlertMutation,
  judgeMutation,
  releaseAlertMutation,
  takeAlertMutation,
  takeOverAlertMutation,
} from './alertCommands'
import {
  answerMutation,
  callBackMutation,
  endCallMutation,
  escalateMutation,
  handOverSosCallMutation,
  releaseSosCallMutation,
  takeOverSosCallMutation,
  takeSosCallMutation,
} from './callCommands'
import type { Facts } from './facts'
import {
  categoriseMutation,
  closeMutation,
  correctMutation,
  handOverIncidentMutation,
  linkSignalMutation,
  mergeMutation,
  numberMutation,
  openIncidentMutation,
  releaseIncidentMutation,
  reopenMutation,
  resolveMutation,
  takeIncidentMutation,
  takeOverIncidentMutation,
  unmergeMutation,
} from './incidentCommands'
import { untickPlanStepMutation } from './planCommands'
import { divertMutation, liftHazardMutation, noteHazardMutation } from './sceneCommands'
import {
  confirmMutation,
  dismissViolationMutation,
  handOverViolationMutation,
  holdMutation,
  liftHoldMutation,
  releaseViolationMutation,
  reviewMutation,
  takeOverViolationMutation,
  takeViolationMutation,
} from './violationCommands'

export interface Sent {
  readonly data?: object | null | undefined
  readonly error?: CombinedError | undefined
}
/** Something to send, with what it needs. */
export type Command = (client: Client) => Promise<Sent>

/** A mutation with its variables. */
export const command =
  <Data extends object, Variables extends AnyVariables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Command =>
  (client) =>
    client.mutation(document, variables).toPromise()

/** What a form was filled with. */
export type Values = Readonly<Record<string, string>>
/** What a form asks for: an action, or one on a part of an incident. */
export type FormName = ActionName | 'liftHazard' | 'divert' | 'untick'

const signalKinds = { alerts: 'ALERT', calls: 'SOS_CALL', violations: 'VIOLATION' } as const
const takes = {
  alerts: takeAlertMutation,
  calls: takeSosCallMutation,
  violations: takeViolationMutation,
  incidents: takeIncidentMutation,
}
const releases = {
  alerts: releaseAlertMutation,
  calls: releaseSosCallMutation,
  violations: releaseViolationMutation,
  incidents: releaseIncidentMutation,
}
const handsOver = {
  alerts: handOverAlertMutation,
  calls: handOverSosCallMutation,
  violations: handOverViolationMutation,
  incidents: handOverIncidentMutation,
}
const takesOver = {
  alerts: takeOverAlertMutation,
  calls: takeOverSosCallMutation,
  violations: takeOverViolationMutation,
  incidents: takeOverIncidentMutation,
}

// Each of the four has one field of its queue's name; their results differ only in that.
const ofQueue = <Variables extends AnyVariables>(
  documents: Readonly<Record<QueueName, TypedDocumentNode<object, Variables>>>,
  queue: QueueName,
  variables: Variables,
) => command(documents[queue], variables)

/** The console that the server notes of what is entered here. */
const console = 'live'

/** The command of an action with what its form was filled with; undefined where an action sends nothing by itself. */
export function commandOf(name: FormName, facts: Facts, given: Values = {}, subject = ''): Command | undefined {
  const { id, queue, city, version: expectedVersion } = facts
  const value = (field: string) => given[field]?.trim() ?? ''
  const optional = (field: string) => (value(field) === '' ? null : value(field))
  const place = { city, district: facts.district, street: facts.street, point: facts.point }
  switch (name) {
    case 'take':
      return ofQueue(takes, queue, { id })
    case 'release':
      return ofQueue(releases, queue, { id })
    case 'handOver':
      return ofQueue(handsOver, queue, { id, person: value('person'), note: optional('note') })
    case 'takeOver':
      return ofQueue(takesOver, queue, { id, reason: value('reason') })
    case 'acknowledge':
      return command(acknowledgeMutation, { id })
    case 'dismissAlert':
      return command(dismissMutation, { id, reasonCode: value('falseReason') })
    case 'judge': {
      const [outcome, reasonCode = ''] = value('verdict').split(':')
      return command(judgeMutation, {
        id,
        outcome: outcome as AlertOutcome,
        reasonCode: reasonCode === '' ? null : reasonCode,
      })
    }
    case 'answer':
      return command(answerMutation, { id })
    case 'endCall':
      return command(endCallMutation, { id, outcomeCode: optional('outcome') })
    case 'callBack':
      return command(callBackMutation, { id, reached: value('reached') === 'yes' })
    case 'escalate':
      return command(escalateMutation, { id, service: value('service'), reasonCode: value('escalation') })
    case 'review':
      return command(reviewMutation, { id })
    case 'confirm':
      return command(confirmMutation, { id })
    case 'dismissViolation':
      return command(dismissViolationMutation, { id, reasonCode: value('notViolation') })
    case 'hold':
      return command(holdMutation, { id, note: value('note') })
    case 'lift':
      return command(liftHoldMutation, { id, reasonCode: value('lifting') })
    case 'openIncident': {
      if (queue === 'incidents') return undefined
      const isExact = facts.timePrecision === 'MINUTE'
      return command(openIncidentMutation, {
        console,
        key: given['key'] ?? id,
        category: value('category'),
        place,
        signal: { kind: signalKinds[queue], id },
        deviceId: facts.deviceId,
        occurredAt: isExact ? facts.occurredAt : null,
        timePrecision: 'MINUTE',
        description: optional('description'),
      })
    }
    case 'linkIncident':
      if (queue === 'incidents') return undefined
      return command(linkSignalMutation, { id: value('incident'), signal: { kind: signalKinds[queue], id } })
    case 'resolve':
      return command(resolveMutation, { id, outcomeCode: value('outcome') })
    case 'close':
      return command(closeMutation, { id })
    case 'reopen':
      return command(reopenMutation, { id, reason: value('reason') })
    case 'categorise':
      return command(categoriseMutation, { id, category: value('category'), expectedVersion })
    case 'correct': {
      const street = optional('street')
      // Coordinates of another street are not known here.
      const point = street === facts.street ? facts.point : null
      const corrected = { ...place, street, point }
      return command(correctMutation, { id, place: corrected, reason: value('reason'), expectedVersion })
    }
    case 'number':
      return command(numberMutation, {
        id,
        book: value('book') as RegistrationBook,
        number: optional('number'),
        expectedVersion,
      })
    case 'merge':
      return command(mergeMutation, { id, targetId: value('incident') })
    case 'unmerge':
      return command(unmergeMutation, { id })
    case 'hazard':
      return command(noteHazardMutation, {
        console,
        key: given['key'] ?? id,
        category: value('category'),
        place,
        description: value('hazard'),
      })
    case 'liftHazard':
      return command(liftHazardMutation, { city, hazardId: subject, reason: value('reason') })
    case 'divert':
      return command(divertMutation, { id, unit: subject, targetId: value('incident') })
    case 'untick':
      return command(untickPlanStepMutation, { id, step: subject, reasonCode: value('unticked') })
    case 'units':
    case 'plan':
      return undefined
  }
}

// What the server leaves out of its queue in any case.
const leaving: ReadonlySet<FormName> = new Set<FormName>([
  'acknowledge',
  'answer',
  'review',
  'confirm',
  'dismissAlert',
  'dismissViolation',
])

/** Whether something is in its queue no more once this is done. */
export const isLeaving = (name: FormName) => leaving.has(name)
