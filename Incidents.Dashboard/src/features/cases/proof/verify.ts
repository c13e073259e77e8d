import { areEqual, fromBase64, fromUuid, sha256, textOf, toHex, type Bytes } from './bytes'
import { checkEntries, type Counts } from './entries'
import { Findings, type Finding } from './findings'
import { checkHistory, formerOf, type FormerLog } from './history'
import { caseLeaf, KnownTree, leafHash } from './merkle'
import { faultOf, noteOf, type VerifierKey } from './note'
import { checkpointOf, receiptOf, type Checkpoint, type Receipt } from './receipt'
import { partsOf, read, ZipFault, type ZipPart } from './zip'

export interface Verified {
  readonly findings: readonly Finding[]
  /** How many things do not fit; the findings name the first ones. */
  readonly count: number
  /** How many of them are notices: all that is in the file is proven, and they must be known with it. */
  readonly notices: number
  readonly receipt: Receipt | undefined
  readonly counts: Counts | undefined
  readonly evidenceFiles: number
}

const receiptName = 'receipt.txt'
const checkpointName = 'checkpoint.txt'
const proofName = 'proof.json'
const entriesName = 'entries.ndjson'
const evidenceFolder = 'evidence/'
const signed = [receiptName, checkpointName]
const texts =
  /^(receipt\.txt|checkpoint\.txt|proof\.json|entries\.ndjson|case\.jsonld|README\.txt|timeline\.(kk|ru|en)\.html)$/
const evidence = /^evidence\/([0-9a-f]{64})(\.[A-Za-z0-9]{1,8})?$/

/** Checks an export with nothing but the file and a key, in the same way as `incidents verify`. */
export async function verify(file: Blob, key: VerifierKey): Promise<Verified> {
  const findings = new Findings()
  try {
    return await new Verification(file, key, findings).run()
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error
    findings.add({ fault: error.fault, ...(error.where === '' ? {} : { part: error.where }) })
    const { all, count, notices } = findings
    return { findings: all, count, notices, receipt: undefined, counts: undefined, evidenceFiles: 0 }
  }
}

interface List {
  readonly id: Bytes
  readonly caseId: string
  readonly count: number
  readonly root: Bytes
  readonly index: number
  readonly proof: readonly Bytes[]
  readonly before: readonly FormerLog[]
}

class Verification {
  private readonly parts = new Map<string, ZipPart>()

  constructor(
    private readonly file: Blob,
    private readonly key: VerifierKey,
    private readonly findings: Findings,
  ) {}

  async run(): Promise<Verified> {
    const { findings } = this
    for (const part of await partsOf(this.file)) {
      if (!texts.test(part.name) && !evidence.test(part.name)) findings.add({ fault: 'NAME_UNSAFE', part: part.name })
      else if (this.parts.has(part.name)) findings.add({ fault: 'NAME_TWICE', part: part.name })
      else this.parts.set(part.name, part)
    }
    const checkpoint = await this.noteAs(checkpointName, checkpointOf)
    const receipt = await this.noteAs(receiptName, receiptOf)
    const list = await this.list()
    if (checkpoint === undefined || receipt === undefined || list === undefined) return this.result(receipt)
    const log = new KnownTree(checkpoint.size, checkpoint.root)
    this.checkList(log, checkpoint, receipt, list)
    checkHistory(checkpoint, list.before, findings)
    const before = findings.count
    const entries = await this.bytes(entriesName)
    const text = entries && textOf(entries)
    if (entries !== undefined && text === undefined) findings.add({ fault: 'PART_UNREADABLE', part: entriesName })
    const counts =
      text === undefined
        ? undefined
        : await checkEntries(text, new KnownTree(list.count, list.root), log, receipt.withheld, findings)
    // An entry that is wrong is named already, and its part with it.
    const evidenceFiles = await this.checkParts(receipt, counts, findings.count === before)
    return this.result(receipt, counts, evidenceFiles)
  }

  private result(receipt?: Receipt, counts?: Counts, evidenceFiles = 0): Verified {
    const { all, count, notices } = this.findings
    return { findings: all, count, notices, receipt, counts, evidenceFiles }
  }

  private async bytes(name: string): Promise<Bytes | undefined> {
    const part = this.parts.get(name)
    if (part !== undefined) return read(this.file, part)
    this.findings.add({ fault: 'PART_MISSING', part: name })
    return undefined
  }

  /** Reads a signed note, and what its text says. */
  private async noteAs<Of>(name: string, reader: (text: string) => Of | undefined): Promise<Of | undefined> {
    const bytes = await this.bytes(name)
    if (bytes === undefined) return undefined
    const text = textOf(bytes)
    const note = text === undefined ? undefined : noteOf(text)
    const found = note && reader(note.text)
    if (note === undefined || found === undefined) {
      this.findings.add({ fault: 'PART_UNREADABLE', part: name })
      return undefined
    }
    const fault = await faultOf(note, this.key)
    if (fault !== undefined) this.findings.add({ fault, part: name })
    return found
  }

  private async list(): Promise<List | undefined> {
    const bytes = await this.bytes(proofName)
    const found = bytes && listOf(textOf(bytes) ?? '')
    if (bytes !== undefined && found === undefined) this.findings.add({ fault: 'PART_UNREADABLE', part: proofName })
    return found
  }

  private checkList(log: KnownTree, checkpoint: Checkpoint, receipt: Receipt, list: List) {
    const leaf = leafHash(caseLeaf(list.id, list.count, list.root))
    if (!log.has(leaf, list.index, list.proof)) this.findings.add({ fault: 'LIST_ALTERED', part: proofName })
    const { origin, size, root } = receipt.checkpoint
    const isSame = origin === checkpoint.origin && size === checkpoint.size && areEqual(root, checkpoint.root)
    if (!isSame || receipt.caseId.toLowerCase() !== list.caseId.toLowerCase() || receipt.entries !== list.count)
      this.findings.add({ fault: 'RECEIPT_DIFFERS', part: receiptName })
  }

  private async checkParts(receipt: Receipt, counts: Counts | undefined, areEntriesWhole: boolean): Promise<number> {
    const expected = new Map(receipt.parts.map((part) => [part.name, part]))
    let files = 0
    for (const part of this.parts.values()) {
      const { name } = part
      if (signed.includes(name) || (name === entriesName && !areEntriesWhole)) continue
      const [, named] = evidence.exec(name) ?? []
      const isEvidence = named !== undefined
      files += isEvidence ? 1 : 0
      const known = expected.get(name)
      const hash = await this.hashOf(part)
      if (known === undefined) this.findings.add({ fault: isEvidence ? 'EVIDENCE_ADDED' : 'PART_ADDED', part: name })
      else if (known.sha256 !== hash || known.bytes !== part.bytes || (isEvidence && hash !== named))
        this.findings.add({ fault: isEvidence ? 'EVIDENCE_ALTERED' : 'PART_ALTERED', part: name })
      else if (isEvidence && counts?.evidence.has(named) !== true)
        this.findings.add({ fault: 'EVIDENCE_ADDED', part: name })
    }
    for (const { name } of receipt.parts) {
      if (this.parts.has(name) || name === entriesName || name === proofName) continue
      this.findings.add({ fault: name.startsWith(evidenceFolder) ? 'EVIDENCE_MISSING' : 'PART_MISSING', part: name })
    }
    if (areEntriesWhole && counts !== undefined) this.checkNamed(receipt, counts.evidence)
    return files
  }

  /** Evidence that an entry names is in the file, or the receipt says that it is not. */
  private checkNamed(receipt: Receipt, named: ReadonlySet<string>) {
    const said = new Set([...receipt.absent, ...receipt.parts.map(({ name }) => evidence.exec(name)?.[1])])
    for (const hash of named) if (!said.has(hash)) this.findings.add({ fault: 'EVIDENCE_MISSING', part: hash })
  }

  private async hashOf(part: ZipPart): Promise<string | undefined> {
    try {
      return toHex(await sha256(await read(this.file, part)))
    } catch (error) {
      // Bytes that cannot be unpacked are others than the receipt names.
      if (error instanceof ZipFault && error.fault === 'PART_UNREADABLE') return undefined
      throw error
    }
  }
}

function listOf(text: string): List | undefined {
  try {
    const document = JSON.parse(text) as Readonly<Record<string, unknown>>
    const list = document['list'] as Readonly<Record<string, unknown>> | undefined
    const before = formerOf(document['before'])
    const id = fromUuid(list?.['case'])
    const root = fromBase64(list?.['root'], 32)
    const { count, index, proof } = list ?? {}
    const hashes = Array.isArray(proof) ? proof.map((one) => fromBase64(one, 32)) : [undefined]
    if (id === undefined || root === undefined || before === undefined || !hashes.every((hash) => hash !== undefined))
      return undefined
    if (!Number.isSafeInteger(count) || !Number.isSafeInteger(index) || (count as number) < 0) return undefined
    return {
      id,
      caseId: String(list?.['case']),
      count: count as number,
      root,
      index: index as number,
      proof: hashes,
      before,
    }
  } catch {
    return undefined
  }
}
