import { fromBase64, type Bytes } from './bytes'

export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Bytes
}

/** Numbers from the first to before the last. */
export interface Range {
  readonly from: number
  readonly until: number
}

export interface PartFact {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface Receipt {
  readonly caseId: string
  readonly exportedAt: string
  readonly by: string
  readonly purpose: string
  readonly checkpoint: Checkpoint
  readonly entries: number
  readonly withheld: readonly Range[]
  /** Witnesses of the log that have not co-signed the checkpoint. */
  readonly silent: readonly string[]
  readonly absent: readonly string[]
  readonly parts: readonly PartFact[]
}

const hashBytes = 32
const mostLines = 20_000
const hash = '[0-9a-f]{64}'

/** A number of leaves or bytes; undefined where the text is no whole number that is exact here. */
const countOf = (text: string | undefined) => {
  const count = text !== undefined && /^(0|[1-9]\d*)$/.test(text) ? Number(text) : NaN
  return Number.isSafeInteger(count) ? count : undefined
}

/** Reads the text of a checkpoint: origin, size, root, one a line. */
export function checkpointOf(text: string): Checkpoint | undefined {
  const [origin, written, encoded] = text.split('\n')
  const size = countOf(written)
  const root = fromBase64(encoded, hashBytes)
  return origin === undefined || origin === '' || size === undefined || root === undefined
    ? undefined
    : { origin, size, root }
}

/** Reads numbers and ranges in their order, `3,7-9`; `none` for no number. */
export function rangesOf(text: string, below: number): readonly Range[] | undefined {
  if (text === 'none') return []
  const ranges: Range[] = []
  for (const part of text.split(',')) {
    const [first, last, ...more] = part.split('-')
    const from = countOf(first)
    const end = last === undefined ? from : countOf(last)
    if (from === undefined || end === undefined || more.length > 0 || end < from || end >= below) return undefined
    if (from < (ranges.at(-1)?.until ?? 0)) return undefined
    ranges.push({ from, until: end + 1 })
  }
  return ranges
}

/** Reads the text of a receipt; undefined where it is none. */
export function receiptOf(text: string): Receipt | undefined {
  const lines = text.split('\n')
  if (lines.length < 10 || lines.length > mostLines || lines[0] !== 'incidents case export/1' || lines.at(-1) !== '')
    return undefined
  const value = (line: number, name: string) =>
    lines[line]?.startsWith(`${name} `) === true ? lines[line].slice(name.length + 1) : undefined
  const [caseId, exportedAt] = [value(1, 'case'), value(2, 'exported')]
  const [by, purpose] = [jsonText(value(3, 'by')), jsonText(value(4, 'purpose'))]
  const [size, root, origin] = value(5, 'checkpoint')?.split(' ') ?? []
  const checkpoint = checkpointOf([origin, size, root].join('\n'))
  const entries = countOf(value(6, 'entries'))
  const withheld = entries === undefined ? undefined : rangesOf(value(7, 'withheld') ?? '', entries)
  if (caseId === undefined || exportedAt === undefined || by === undefined || purpose === undefined) return undefined
  if (checkpoint === undefined || entries === undefined || withheld === undefined) return undefined
  if (!new RegExp(`^${hash}$`).test(value(8, 'pages') ?? '')) return undefined
  const [silent, absent, parts]: [string[], string[], PartFact[]] = [[], [], []]
  for (const line of lines.slice(9, -1)) {
    const [, witness] = /^silent ([^+\s]{1,200})$/.exec(line) ?? []
    const [, missing] = new RegExp(`^absent (${hash})$`).exec(line) ?? []
    const [, sha256, written, name] = new RegExp(`^part (${hash}) (\\d+) (.+)$`).exec(line) ?? []
    const bytes = countOf(written)
    if (witness !== undefined) silent.push(witness)
    else if (missing !== undefined) absent.push(missing)
    else if (sha256 !== undefined && bytes !== undefined && name !== undefined) parts.push({ name, bytes, sha256 })
    else return undefined
  }
  // Two parts of one name would be two files in one.
  if (new Set(parts.map(({ name }) => name)).size !== parts.length) return undefined
  return { caseId, exportedAt, by, purpose, checkpoint, entries, withheld, silent, absent, parts }
}

function jsonText(json: string | undefined): string | undefined {
  try {
    const value: unknown = json === undefined ? undefined : JSON.parse(json)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}
