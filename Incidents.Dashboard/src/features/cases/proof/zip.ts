import { areEqual, textOf, type Bytes } from './bytes'

/** Why a file cannot be read as a ZIP, or not here. */
export class ZipFault extends Error {
  constructor(
    readonly fault: 'FILE_TRUNCATED' | 'FILE_TOO_LARGE' | 'FILE_IRREGULAR' | 'PART_UNREADABLE',
    readonly where = '',
  ) {
    super(fault)
  }
}

/** A part of a ZIP file, as its directory says. */
export interface ZipPart {
  readonly name: string
  readonly bytes: number
  readonly packed: number
  readonly method: number
  readonly offset: number
}

const endMark = 0x06054b50
const partMark = 0x02014b50
const localMark = 0x04034b50
const endBytes = 22
const headBytes = 30
const listedBytes = 46
const longestComment = 0xffff
const mostParts = 20_000
// A browser holds a part whole; larger ones are for the program. Texts become objects, which take more.
const mostBytes = 1 << 30
const mostBytesOfText = 1 << 28
// Deflate of texts stays far below; more is a bomb.
const mostRatio = 200
const stored = 0
const deflated = 8
// In the place of a length that the 64-bit fields hold.
const elsewhere = 0xffffffff

/**
 * The parts that the directory at the end of a file lists.
 *
 * They must lie one behind the other from its first byte to the directory, with the same names and lengths in their heads: else two
 * readers could read two files in one.
 */
export async function partsOf(file: Blob): Promise<readonly ZipPart[]> {
  const tail = await view(file, Math.max(0, file.size - endBytes - longestComment), file.size)
  let at = tail.byteLength - endBytes
  while (at >= 0 && tail.getUint32(at, true) !== endMark) at--
  if (at < 0) throw new ZipFault('FILE_TRUNCATED')
  const end = file.size - endBytes
  if (at !== tail.byteLength - endBytes || tail.getUint16(at + 20, true) !== 0) throw new ZipFault('FILE_IRREGULAR')
  const [count, length, offset] = [
    tail.getUint16(at + 10, true),
    tail.getUint32(at + 12, true),
    tail.getUint32(at + 16, true),
  ]
  if (count > mostParts || offset === elsewhere || count === 0xffff) throw new ZipFault('FILE_TOO_LARGE')
  if (offset + length > end) throw new ZipFault('FILE_TRUNCATED')
  if (offset + length !== end) throw new ZipFault('FILE_IRREGULAR')
  const directory = await view(file, offset, offset + length)
  const parts: ZipPart[] = []
  let [next, begin] = [0, 0]
  while (parts.length < count) {
    if (next + listedBytes > directory.byteLength || directory.getUint32(next, true) !== partMark)
      throw new ZipFault('FILE_TRUNCATED')
    const nameBytes = directory.getUint16(next + 28, true)
    const name = new Uint8Array(directory.buffer.slice(next + listedBytes, next + listedBytes + nameBytes))
    const part = {
      name: textOf(name) ?? '?',
      method: directory.getUint16(next + 10, true),
      packed: directory.getUint32(next + 20, true),
      bytes: directory.getUint32(next + 24, true),
      offset: directory.getUint32(next + 42, true),
    }
    if (part.packed === elsewhere || part.bytes === elsewhere) throw new ZipFault('FILE_TOO_LARGE', part.name)
    const hasMore = directory.getUint16(next + 30, true) !== 0 || directory.getUint16(next + 32, true) !== 0
    if (part.offset !== begin || hasMore) throw new ZipFault('FILE_IRREGULAR', part.name)
    const flags = directory.getUint16(next + 8, true)
    begin = await endOf(file, part, name, flags, directory.getUint32(next + 16, true))
    if (begin > offset) throw new ZipFault('FILE_TRUNCATED')
    parts.push(part)
    next += listedBytes + nameBytes
  }
  if (next !== directory.byteLength || begin !== offset) throw new ZipFault('FILE_IRREGULAR')
  return parts
}

/** Where the next part has to begin, if the head of this one says what the directory does. */
async function endOf(file: Blob, part: ZipPart, name: Bytes, flags: number, crc: number): Promise<number> {
  const from = part.offset + headBytes + name.length
  const head = await view(file, part.offset, from)
  if (head.byteLength < headBytes + name.length || head.getUint32(0, true) !== localMark)
    throw new ZipFault('FILE_TRUNCATED')
  const isSame =
    // Names in UTF-8, and how hard it was compressed; no lengths behind the part.
    (flags & ~0x0806) === 0 &&
    head.getUint16(6, true) === flags &&
    head.getUint16(8, true) === part.method &&
    head.getUint32(14, true) === crc &&
    head.getUint32(18, true) === part.packed &&
    head.getUint32(22, true) === part.bytes &&
    head.getUint16(26, true) === name.length &&
    head.getUint16(28, true) === 0 &&
    areEqual(new Uint8Array(head.buffer.slice(headBytes)), name)
  if (!isSame) throw new ZipFault('FILE_IRREGULAR', part.name)
  return from + part.packed
}

/** The bytes of a part. */
export async function read(file: Blob, part: ZipPart): Promise<Bytes> {
  const { name, method, offset, packed, bytes } = part
  const most = name.startsWith('evidence/') ? mostBytes : mostBytesOfText
  if (bytes > most || bytes / mostRatio > packed + 1000) throw new ZipFault('FILE_TOO_LARGE', name)
  const head = await view(file, offset, offset + headBytes)
  if (head.byteLength < headBytes || head.getUint32(0, true) !== localMark) throw new ZipFault('PART_UNREADABLE', name)
  const from = offset + headBytes + head.getUint16(26, true) + head.getUint16(28, true)
  const slice = file.slice(from, from + packed)
  if (slice.size !== packed || (method !== stored && method !== deflated)) throw new ZipFault('PART_UNREADABLE', name)
  const content = method === stored ? new Uint8Array(await slice.arrayBuffer()) : await inflated(slice, bytes, name)
  if (content.length !== bytes) throw new ZipFault('PART_UNREADABLE', name)
  return content
}

async function inflated(slice: Blob, bytes: number, name: string): Promise<Bytes> {
  const content = new Uint8Array(bytes)
  const reader = slice.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  let at = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return at === bytes ? content : new Uint8Array()
      // More than the directory says is not taken.
      if (at + value.length > bytes) throw new ZipFault('PART_UNREADABLE', name)
      content.set(value, at)
      at += value.length
    }
  } catch (error) {
    throw error instanceof ZipFault ? error : new ZipFault('PART_UNREADABLE', name)
  }
}

const view = async (file: Blob, from: number, until: number) =>
  new DataView(await file.slice(from, until).arrayBuffer())
