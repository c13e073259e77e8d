import { sha256 as hashed } from '@noble/hashes/sha2.js'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

export type Bytes = Uint8Array<ArrayBuffer>

/** UTF-8 text; undefined where the bytes are none. */
export function textOf(bytes: Bytes): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

export const bytesOf = (text: string): Bytes => encoder.encode(text)

/** Base64 with its padding; undefined where the text is none, or of another length. */
export function fromBase64(text: unknown, length?: number): Bytes | undefined {
  if (typeof text !== 'string' || text.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(text)) return undefined
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at)
  return length === undefined || bytes.length === length ? bytes : undefined
}

export const toHex = (bytes: Bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** The 16 bytes of an id, in the order in which it is written. */
export function fromUuid(text: unknown): Bytes | undefined {
  if (typeof text !== 'string' || !/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return undefined
  return Uint8Array.from(text.replaceAll('-', '').match(/../g) ?? [], (pair) => parseInt(pair, 16))
}

/** Eight bytes, the highest first. */
export function fromCount(count: number): Bytes {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(count))
  return bytes
}

export function joined(...parts: readonly (Bytes | readonly number[])[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

export function areEqual(a: Bytes, b: Bytes): boolean {
  if (a.length !== b.length) return false
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false
  return true
}

/** The hash of a few bytes, at once: to be waited for takes the browser many times as long. */
export const shortHash = (bytes: Bytes): Bytes => hashed(bytes)

/** The hash of any number of bytes. */
export const sha256 = async (bytes: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
