import { Blob } from 'node:buffer'
import { nth } from '@shared/testing/nth'
import { beforeAll, describe, expect, it } from 'vitest'
import { bytesOf, fromCount, fromUuid, joined, sha256, toHex, type Bytes } from './bytes'
import { rawMember } from './entry'
import { caseLeaf, eventLeaf, leafHash, originLeaf } from './merkle'
import { keyOf } from './note'
import { rangesOf } from './receipt'
import { verify } from './verify'

const caseId = '00000000-0000-0000-0000-0000000000c1'
const idOf = (number: number) => `00000000-0000-0000-0000-00000000000${number}`
const own = (id: string) => fromUuid(id) ?? new Uint8Array()
const evidence = bytesOf('a clip')
// Other entries of the log lie before and between those of the case.
const placesInLog = [1, 2, 5, 6, 8]
const listPlace = 9
const size = 10

const toBase64 = (bytes: Bytes) => btoa(String.fromCharCode(...bytes))

/** The root of a range of leaves, and the proof of one of them, by the definition of RFC 6962. */
async function tree(leaves: readonly Bytes[], index = 0): Promise<{ root: Bytes; proof: Bytes[] }> {
  const [only] = leaves
  if (leaves.length === 1 && only !== undefined) return { root: only, proof: [] }
  const cut = 2 ** Math.ceil(Math.log2(leaves.length) - 1)
  const left = await tree(leaves.slice(0, cut), index < cut ? index : 0)
  const right = await tree(leaves.slice(cut), index < cut ? 0 : index - cut)
  const root = await sha256(joined([1], left.root, right.root))
  return { root, proof: index < cut ? [...left.proof, right.root] : [...right.proof, left.root] }
}

interface Line {
  position: number
  salt?: string | undefined
  content?: object
  [name: string]: unknown
}

interface Export {
  readonly key: string
  readonly lines: Line[]
  readonly parts: Record<string, Bytes>
  readonly sign: (text: string) => Promise<Bytes>
}

/** What the first leaf of a log that began anew names. */
const former = `log.example\n7\n${toBase64(new Uint8Array(32).fill(7))}\n`

async function exported(isRestarted = false, isNamed = isRestarted): Promise<Export> {
  const pair = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])
  const name = 'log.example'
  const origin = isRestarted ? `${name}#2-0123abcd` : name
  const encoded = joined([1], new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey)))
  const id = (await sha256(joined(bytesOf(`${name}\n`), encoded))).slice(0, 4)
  const sign = async (text: string) => {
    const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytesOf(text)))
    return bytesOf(`${text}\n— ${name} ${toBase64(joined(id, signature))}\n`)
  }
  const hash = toHex(await sha256(evidence))
  const lines: Line[] = []
  const leaves: Bytes[] = []
  for (const [position, index] of placesInLog.entries()) {
    const salt = new Uint8Array(16).fill(position + 1)
    const type = position === 4 ? 'evidence_taken' : 'case_noted'
    const content = position === 4 ? { sha256: hash } : { note: `"quoted", number ${position}` }
    const [event, stream] = [own(idOf(position)), own(caseId)]
    const covered = joined(event, stream, fromCount(position), bytesOf(type), [0], bytesOf(JSON.stringify(content)))
    const commitment = await sha256(joined(salt, covered))
    leaves.push(leafHash(eventLeaf(event, commitment)))
    lines.push({
      position,
      index,
      id: idOf(position),
      stream: caseId,
      version: position,
      type,
      commitment: toBase64(commitment),
      salt: toBase64(salt),
      content,
    })
  }
  const list = (await tree(leaves)).root
  const log: Bytes[] = []
  for (let at = 0; at < size; at++) {
    const leaf = leaves[placesInLog.indexOf(at)]
    const other = at === 0 && isRestarted ? originLeaf(bytesOf(former)) : bytesOf(`${at}`)
    log.push(leaf ?? leafHash(at === listPlace ? caseLeaf(own(caseId), 5, list) : other))
  }
  const namedProof = (await tree(log, 0)).proof.map(toBase64)
  const before = isNamed ? [{ named: former, namedProof, earlier: [] }] : []
  for (const [position, index] of placesInLog.entries()) {
    const line = nth(lines, position)
    line['proof'] = (await tree(log, index)).proof.map(toBase64)
    line['listProof'] = (await tree(leaves, position)).proof.map(toBase64)
  }
  const proof = (await tree(log, listPlace)).proof.map(toBase64)
  const parts: Record<string, Bytes> = {
    'proof.json': bytesOf(
      JSON.stringify({
        list: { case: caseId, count: 5, root: toBase64(list), index: listPlace, proof },
        earlier: [],
        before,
      }),
    ),
    'README.txt': bytesOf('How to check it.'),
    [`evidence/${hash}.mp4`]: evidence,
  }
  const root = toBase64((await tree(log)).root)
  parts['checkpoint.txt'] = await sign(`${origin}\n${size}\n${root}\n`)
  return { key: `${name}+${toHex(id)}+${toBase64(encoded)}`, lines, parts, sign }
}

/** Signs a receipt for the whole export, then lets a test change it, and packs what is left. */
async function pack({ lines, parts, sign }: Export, change: (lines: Line[], parts: Record<string, Bytes>) => void) {
  const written = (rows: readonly Line[]) => bytesOf(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  const { 'checkpoint.txt': checkpoint = bytesOf(''), ...hashed } = { ...parts, 'entries.ndjson': written(lines) }
  const facts = await Promise.all(
    Object.entries(hashed).map(async ([part, bytes]) => `part ${toHex(await sha256(bytes))} ${bytes.length} ${part}\n`),
  )
  const [origin, leaves, root] = new TextDecoder().decode(checkpoint).split('\n')
  const receipt =
    `incidents case export/1\ncase ${caseId}\nexported 2026-11-29T10:00:00Z\nby "A"\npurpose "COURT 1"\n` +
    `checkpoint ${leaves} ${root} ${origin}\nentries 5\nwithheld none\npages ${'0'.repeat(64)}\n${facts.join('')}`
  const changed = { rows: structuredClone(lines), parts: { ...parts, 'receipt.txt': await sign(receipt) } }
  change(changed.rows, changed.parts)
  return zip({ ...changed.parts, 'entries.ndjson': written(changed.rows) })
}

/** A ZIP file whose parts are not compressed. */
function zip(parts: Readonly<Record<string, Bytes>>): globalThis.Blob {
  const [files, directory]: [Bytes[], Bytes[]] = [[], []]
  let offset = 0
  const little = (value: number, bytes: number) => Array.from({ length: bytes }, (_, at) => (value >>> (8 * at)) & 255)
  for (const [part, bytes] of Object.entries(parts)) {
    const name = bytesOf(part)
    const sizes = [...little(bytes.length, 4), ...little(bytes.length, 4), ...little(name.length, 2), 0, 0]
    const file = joined([...little(0x04034b50, 4), ...Array<number>(14).fill(0), ...sizes], name, bytes)
    const head = [...little(0x02014b50, 4), ...Array<number>(16).fill(0), ...sizes, ...Array<number>(10).fill(0)]
    directory.push(joined([...head, ...little(offset, 4)], name))
    files.push(file)
    offset += file.length
  }
  const listed = joined(...directory)
  const count = little(directory.length, 2)
  const end = [...little(0x06054b50, 4), 0, 0, 0, 0, ...count, ...count, ...little(listed.length, 4)]
  // The one of jsdom has no bytes to read.
  return new Blob([...files, listed, joined([...end, ...little(offset, 4), 0, 0])]) as unknown as globalThis.Blob
}

let whole: Export
beforeAll(async () => {
  whole = await exported()
})

async function faults(change: (lines: Line[], parts: Record<string, Bytes>) => void, key = whole.key) {
  const known = await keyOf(key)
  if (known === undefined) throw new Error('The key cannot be read.')
  const { findings } = await verify(await pack(whole, change), known)
  return findings.map(({ fault, entry, part, line }) => `${fault} ${entry ?? part ?? line ?? ''}`.trim())
}

const at = (lines: Line[], position: number) => nth(lines, position)

describe('the check of an export', () => {
  it('finds nothing where nothing was changed', async () => expect(await faults(() => undefined)).toEqual([]))

  it.each<[string, (lines: Line[], parts: Record<string, Bytes>) => void, string[]]>([
    ['altered', (lines) => (at(lines, 2).content = { note: 'other' }), ['ENTRY_ALTERED 2']],
    ['dropped', (lines) => lines.splice(3, 1), ['ENTRY_REMOVED 3']],
    ['added twice', (lines) => lines.splice(2, 0, at(lines, 1)), ['ENTRY_ADDED 1']],
    ['reordered', (lines) => lines.splice(0, 2, at(lines, 1), at(lines, 0)), ['ENTRY_REORDERED 0']],
    ['renumbered', (lines) => (at(lines, 1).position = 2), ['ENTRY_REORDERED entries.ndjson']],
    [
      'given each other’s salts',
      (lines) => ([at(lines, 0).salt, at(lines, 1).salt] = [at(lines, 1).salt, at(lines, 0).salt]),
      ['SALT_SWAPPED 0', 'SALT_SWAPPED 1'],
    ],
    ['no entry', (lines) => lines.splice(0, 1, { position: 0 }), ['ENTRY_UNREADABLE 1', 'ENTRY_REMOVED 0']],
    ['of a part', (_, parts) => (parts['README.txt'] = bytesOf('How not to.')), ['PART_ALTERED README.txt']],
    ['of a part that is gone', (_, parts) => delete parts['README.txt'], ['PART_MISSING README.txt']],
    ['with an unsafe name', (_, parts) => (parts['../x'] = bytesOf('x')), ['NAME_UNSAFE ../x']],
  ])('names what is %s', async (_, change, expected) => {
    expect(await faults(change)).toEqual(expected)
  })

  it('names evidence whose bytes are others', async () => {
    const name = Object.keys(whole.parts).find((part) => part.startsWith('evidence/')) ?? ''
    expect(await faults((_, parts) => (parts[name] = bytesOf('b clip')))).toEqual([`EVIDENCE_ALTERED ${name}`])
  })

  it('does not take the key of somebody else', async () => {
    const { key } = await exported()
    expect(await faults(() => undefined, key)).toEqual(['KEY_OTHER checkpoint.txt', 'KEY_OTHER receipt.txt'])
  })

  it('names a signature that does not fit', async () => {
    const change = (_: Line[], parts: Record<string, Bytes>) => {
      const text = new TextDecoder().decode(parts['receipt.txt']).replace('COURT 1', 'COURT 2')
      parts['receipt.txt'] = bytesOf(text)
    }
    expect(await faults(change)).toEqual(['SIGNATURE_INVALID receipt.txt'])
  })

  it('says with the proof that the log began anew, and after which', async () => {
    const restarted = await exported(true)
    const key = await keyOf(restarted.key)
    const found = key && (await verify(await pack(restarted, () => undefined), key))
    expect(found).toMatchObject({ count: 1, notices: 1 })
    expect(found?.findings).toEqual([
      { fault: 'LOG_RESTARTED', restart: { origin: 'log.example#2-0123abcd', before: 'log.example', size: 7 } },
    ])
  })

  it.each([
    ['is not named', true, false],
    ['is not in its first leaf', false, true],
  ])('names a log that began anew where the one before %s', async (_, isRestarted, isNamed) => {
    const restarted = await exported(isRestarted, isNamed)
    const key = await keyOf(restarted.key)
    const found = key && (await verify(await pack(restarted, () => undefined), key))
    expect(found?.findings).toEqual([{ fault: 'ORIGIN_ALTERED', part: 'proof.json' }])
  })

  it.each<[string, (file: Bytes) => Bytes[]]>([
    ['before its parts', (file) => [bytesOf('x'), file]],
    ['behind its end', (file) => [file, bytesOf('x')]],
    [
      'between its parts and its directory',
      (file) => {
        const at = new DataView(file.buffer).getUint32(file.length - 6, true)
        const end = file.slice(at)
        new DataView(end.buffer).setUint32(end.length - 6, at + 1, true)
        return [file.slice(0, at), bytesOf('x'), end]
      },
    ],
    [
      'that are another name in a head than in the directory',
      (file) => [joined(file.slice(0, 30), bytesOf('q'), file.slice(31))],
    ],
  ])('does not read a file with bytes %s', async (_, change) => {
    const file = new Uint8Array(await (await pack(whole, () => undefined)).arrayBuffer())
    const key = await keyOf(whole.key)
    const other = new Blob(change(file)) as unknown as globalThis.Blob
    const [found] = (key && (await verify(other, key)).findings) ?? []
    expect(found?.fault).toBe('FILE_IRREGULAR')
  })

  it('does not read a file that is cut off', async () => {
    const file = await pack(whole, () => undefined)
    const key = await keyOf(whole.key)
    const found = key && (await verify(file.slice(0, file.size - 40), key)).findings
    expect(found).toEqual([{ fault: 'FILE_TRUNCATED' }])
  })
})

it.each(['', 'x', 'log+00000000+AA==', 'log.example+zzzzzzzz+AQ==', 'a+b+c+d'])('takes no key of %j', async (text) =>
  expect(await keyOf(text)).toBeUndefined(),
)

it('reads ranges in their order only', () => {
  expect(rangesOf('3-7,9', 10)).toEqual([
    { from: 3, until: 8 },
    { from: 9, until: 10 },
  ])
  for (const wrong of ['9,3', '3-2', '10', '-1', '3-', '', '1.5', '3-4-5']) expect(rangesOf(wrong, 10)).toBeUndefined()
})

it('takes the very characters of a member, and none that is there twice', () => {
  expect(rawMember('{"a":"}\\"","content":{"content":[1, 2],"b":"{"},"c":1}', 'content')).toBe(
    '{"content":[1, 2],"b":"{"}',
  )
  expect(rawMember('{"content":1,"content":2}', 'content')).toBeUndefined()
  expect(rawMember('{"a":1}', 'content')).toBeUndefined()
})
