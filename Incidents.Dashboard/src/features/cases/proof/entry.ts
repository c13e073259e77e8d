import { areEqual, bytesOf, fromBase64, fromCount, fromUuid, joined, shortHash, type Bytes } from './bytes'
import { eventLeaf, leafHash } from './merkle'

/** One line of the entries of an export. */
export interface EntryLine {
  readonly position: number
  readonly index: number
  readonly leaf: Bytes
  readonly commitment: Bytes | undefined
  readonly salt: Bytes | undefined
  readonly isMasked: boolean
  readonly proof: readonly Bytes[]
  readonly listProof: readonly Bytes[]
  /** The SHA-256 that an entry of evidence names. */
  readonly evidence: string | undefined
  /** What the commitment covers after the salt. */
  readonly covered: Bytes
}

const hashBytes = 32
const saltBytes = 16
const longestType = 200

/** Reads a line; undefined where it is no entry. */
export function entryOf(line: string): EntryLine | undefined {
  const entry = objectOf(line)
  if (entry === undefined) return undefined
  const [id, stream] = [fromUuid(entry['id']), fromUuid(entry['stream'])]
  const { type, position, index, version } = entry
  const isMasked = entry['masked'] === true
  const content = entry['content']
  const hasContent = typeof content === 'object' && content !== null
  const commitment = fromBase64(entry['commitment'], hashBytes)
  const salt = fromBase64(entry['salt'], saltBytes)
  const [proof, listProof] = [hashesOf(entry['proof']), hashesOf(entry['listProof'])]
  if (id === undefined || stream === undefined || proof === undefined || listProof === undefined) return undefined
  if (typeof type !== 'string' || type.length > longestType) return undefined
  if (!isCount(position) || !isCount(index) || !isCount(version)) return undefined
  if ((entry['commitment'] !== undefined) !== (commitment !== undefined)) return undefined
  // Masked: neither salt nor content. Committed: both. Of before: content alone.
  if (isMasked === hasContent || (salt === undefined) !== (isMasked || commitment === undefined)) return undefined
  const raw = hasContent ? rawMember(line, 'content') : ''
  if (raw === undefined) return undefined
  // Of the text that is covered, and of no other.
  const named = hasContent && type === 'evidence_taken' ? objectOf(raw)?.['sha256'] : undefined
  return {
    position,
    index,
    leaf: leafHash(eventLeaf(id, commitment)),
    commitment,
    salt,
    isMasked,
    proof,
    listProof,
    evidence: typeof named === 'string' && named.length === 64 ? named : undefined,
    covered: joined(id, stream, fromCount(version), bytesOf(type), [0], bytesOf(raw)),
  }
}

/** Whether the commitment covers the content with a salt. */
export const fits = ({ commitment, covered }: EntryLine, salt: Bytes) =>
  commitment !== undefined && areEqual(shortHash(joined(salt, covered)), commitment)

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

function hashesOf(list: unknown): readonly Bytes[] | undefined {
  if (!Array.isArray(list) || list.length > 64) return undefined
  const hashes = list.map((one) => fromBase64(one, hashBytes))
  return hashes.every((hash) => hash !== undefined) ? hashes : undefined
}

function objectOf(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}

/**
 * The text of a member of a JSON object as it stands there, since the commitment covers its very characters.
 *
 * Undefined where the object lacks it, or has it twice: two readers could then take different ones.
 */
export function rawMember(json: string, name: string): string | undefined {
  let [depth, start, found]: [number, number | undefined, string | undefined] = [0, undefined, undefined]
  let key: string | undefined
  for (let at = 0; at < json.length; at++) {
    const character = json[at] ?? ''
    if (character === '"') {
      const end = endOfString(json, at)
      if (depth === 1 && start === undefined) key = json.slice(at + 1, end)
      at = end
    } else if (character === ':' && depth === 1 && start === undefined) start = at + 1
    else if ((character === ',' || character === '}') && depth === 1 && start !== undefined) {
      if (key === name) {
        if (found !== undefined) return undefined
        found = json.slice(start, at).trim()
      }
      start = undefined
      if (character === '}') depth--
    } else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') depth--
  }
  return found
}

function endOfString(json: string, from: number): number {
  let at = from + 1
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1
  return at
}
