import { createRequest } from '@urql/core'
import facts from './generated/commands.json'

/** What the schema says of a command: the type of its input, and the field that says when it was done, where it has one. */
interface CommandFacts {
  readonly input: string
  readonly moment?: string
  readonly result?: string
  readonly hasVersion?: true
}

const all: Readonly<Record<string, CommandFacts>> = facts as Record<string, CommandFacts>

export const commandNames = Object.keys(all)

/** What the schema says of a mutation; undefined where it is no command. */
export const factsOf = (field: string): CommandFacts | undefined => (Object.hasOwn(all, field) ? all[field] : undefined)

export type Input = Readonly<Record<string, unknown>>

/** A command as a page sends it. */
export interface Pressed {
  /** Name of the mutation. */
  readonly field: string
  /** The operation, with the whole input as its variable `input`. */
  readonly query: string
  readonly input: Input
  /** What else the operation asks with. */
  readonly rest: Input
}

/** Why a command waits for a decision: the code with which it was refused, or that it is too old to be sent unasked. */
export interface Refusal {
  readonly code: string
  /** The name of an own text where no server refused. */
  readonly isOwn?: true
}

/** A command that is kept until it is answered. */
export interface CommandRow extends Pressed {
  /** Its place in the order of all commands of this browser. */
  readonly seq: number
  /** `commandId`: the same for every attempt. */
  readonly id: string
  /** Whose it is. */
  readonly person: string
  readonly personName: string
  /** When it was pressed, by the server's clock. */
  readonly pressedAt: string
  readonly state: 'waiting' | 'decide'
  /** How often the server failed at it. */
  readonly failures: number
  readonly refusal: Refusal | null
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isRefusal = (value: unknown) => value === null || (isRecord(value) && isText(value['code']))

/** Whether the client can send it; the client keeps what it has read of each text. */
function isQuery(value: unknown): value is string {
  if (!isText(value)) return false
  try {
    createRequest(value, {})
    return true
  } catch {
    return false
  }
}

/** A row as it was kept; null where something has damaged it. */
export function readRow(value: unknown): CommandRow | null {
  if (!isRecord(value)) return null
  const { seq, id, person, personName, field, query, input, rest, pressedAt, state, failures, refusal } = value
  const isWhole =
    typeof seq === 'number' &&
    [id, person, personName, field].every(isText) &&
    isQuery(query) &&
    isRecord(input) &&
    input['commandId'] === id &&
    isRecord(rest) &&
    isText(pressedAt) &&
    !Number.isNaN(Date.parse(pressedAt)) &&
    (state === 'waiting' || state === 'decide') &&
    typeof failures === 'number' &&
    isRefusal(refusal)
  return isWhole ? (value as unknown as CommandRow) : null
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/**
 * What a command is about: every id in its input, and the unit, device or town that it names. Commands about the same thing are sent one
 * after the other.
 */
export function thingsOf({ input }: { readonly input: Input }): ReadonlySet<string> {
  const found = new Set<string>()
  const look = (value: unknown) => {
    if (typeof value === 'string') {
      if (uuid.test(value)) found.add(value.toLowerCase())
    } else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look)
  }
  const about = { ...input, commandId: null } as Input
  look(about)
  const named = ['unit', 'deviceId'].flatMap((name) => (isText(about[name]) ? [`${name} ${about[name]}`] : []))
  named.forEach((one) => found.add(one))
  if (named.length === 0 && isText(about['city'])) found.add(`city ${about['city']}`)
  return found
}

/** The same command under an id of its own, done at a moment; `version` is the version of the thing that is now seen. */
export function asNew<Command extends Pressed>(
  command: Command,
  id: string,
  moment: string,
  version?: number,
): Command & { readonly id: string; readonly pressedAt: string } {
  const { moment: name, hasVersion } = factsOf(command.field) ?? {}
  const { expectedVersion, ...input } = command.input
  return {
    ...command,
    id,
    pressedAt: moment,
    input: {
      ...input,
      ...(hasVersion && expectedVersion != null && version !== undefined ? { expectedVersion: version } : {}),
      ...(name === undefined ? {} : { [name]: moment }),
      commandId: id,
    },
  }
}
