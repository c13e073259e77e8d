import { textOf, type Bytes } from './bytes'

/** Why a file cannot be read as a ZIP, or not here. */
export class ZipFault extends Error {
  constructor(
    readonly fault: 'FILE_TRUNCATED' | 'FILE_TOO_LARGE' | 'PART_UNREADABLE',
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
const longestComment = 0xffff
const mostParts = 20_000
// A browser holds a part whole; larger ones are for the program.
const mostBytes = 1 << 30
// Deflate of texts stays far below; more is a bomb.
const mostRatio = 200
const stored = 0
const deflated = 8
// In the place of a length that the 64-bit fields hold.
const elsewhere = 0xffffffff

/** The parts that the directory at the end of a file lists. */
export async function partsOf(file: Blob): Promise<readonly ZipPart[]> {
  const tail = await view(file, Math.max(0, file.size - endBytes - longestComment), file.size)
  let at = tail.byteLength - endBytes
  while (at >= 0 && tail.getUint32(at, true) !== endMark) at--
  if (at < 0) throw new ZipFault('FILE_TRUNCATED')
  const [count, length, offset] = [
    tail.getUint16(at + 10, true),
    tail.getUint32(at + 12, true),
    tail.getUint32(at + 16, true),
  ]
  if (count > mostParts || offset === elsewhere || count === 0xffff) throw new ZipFault('FILE_TOO_LARGE')
  if (offset + length > file.size) throw new ZipFault('FILE_TRUNCATED')
  const directory = await view(file, offset, offset + length)
  const parts: ZipPart[] = []
  for (let next = 0; parts.length < count;) {
    if (next + 46 > directory.byteLength || directory.getUint32(next, true) !== partMark)
      throw new ZipFault('FILE_TRUNCATED')
    const nameBytes = directory.getUint16(next + 28, true)
    const name = textOf(new Uint8Array(directory.buffer.slice(next + 46, next + 46 + nameBytes)))
    parts.push({
      name: name ?? '?',
      method: directory.getUint16(next + 10, true),
      packed: directory.getUint32(next + 20, true),
      bytes: directory.getUint32(next + 24, true),
      offset: directory.getUint32(next + 42, true),
    })
    next += 46 + nameBytes + directory.getUint16(next + 30, true) + directory.getUint16(next + 32, true)
  }
  return parts
}

/** The bytes of a part. */
export async function read(file: Blob, part: ZipPart): Promise<Bytes> {
  const { name, method, offset, packed, bytes } = part
  if (bytes > mostBytes || packed === elsewhere || bytes / mostRatio > packed + 1000)
    throw new ZipFault('FILE_TOO_LARGE', name)
  const head = await view(file, offset, offset + 30)
  if (head.byteLength < 30 || head.getUint32(0, true) !== localMark) throw new ZipFault('PART_UNREADABLE', name)
  const from = offset + 30 + head.getUint16(26, true) + head.getUint16(28, true)
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
