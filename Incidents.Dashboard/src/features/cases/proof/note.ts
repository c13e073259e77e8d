import { areEqual, bytesOf, fromBase64, joined, sha256, type Bytes } from './bytes'

/** A key by which signed notes are checked, as C2SP writes it: `name+hash+key`. */
export interface VerifierKey {
  readonly name: string
  readonly id: Bytes
  readonly publicKey: Bytes
}

const ed25519 = 1
const keyBytes = 32
const signatureBytes = 64
const idBytes = 4
const longestNote = 1_000_000
const mostSignatures = 100

/** Reads a key; undefined where the text is none of Ed25519, or its hash does not fit. */
export async function keyOf(text: string): Promise<VerifierKey | undefined> {
  const [, name, hash, key] = /^([^+\s]{1,200})\+([\da-f]{8})\+([A-Za-z\d+/=]+)$/i.exec(text.trim()) ?? []
  if (name === undefined || hash === undefined) return undefined
  const bytes = fromBase64(key, 1 + keyBytes)
  if (bytes?.[0] !== ed25519) return undefined
  const id = (await sha256(joined(bytesOf(`${name}\n`), bytes))).slice(0, idBytes)
  const isOwn = areEqual(
    id,
    Uint8Array.from(hash.match(/../g) ?? [], (pair) => parseInt(pair, 16)),
  )
  return isOwn ? { name, id, publicKey: bytes.slice(1) } : undefined
}

interface Signature {
  readonly name: string
  readonly id: Bytes
  readonly value: Bytes
}

/** A text with the signatures below it. */
export interface Note {
  readonly text: string
  readonly signatures: readonly Signature[]
}

/** Reads a note; undefined where the text is none. */
export function noteOf(note: string): Note | undefined {
  const cut = note.lastIndexOf('\n\n')
  // eslint-disable-next-line no-control-regex -- a note has no control characters but line feeds
  if (cut < 0 || note.length > longestNote || !note.endsWith('\n') || /[\x00-\x09\x0b-\x1f]/.test(note))
    return undefined
  const lines = note.slice(cut + 2, -1).split('\n')
  const signatures = lines.slice(0, mostSignatures + 1).map(signatureOf)
  return signatures.length <= mostSignatures && signatures.every((one) => one !== undefined)
    ? { text: note.slice(0, cut + 1), signatures }
    : undefined
}

function signatureOf(line: string): Signature | undefined {
  const [, name, value] = /^— ([^+\s]{1,200}) (\S{1,1000})$/.exec(line) ?? []
  const bytes = fromBase64(value)
  return name === undefined || bytes === undefined || bytes.length <= idBytes
    ? undefined
    : { name, id: bytes.slice(0, idBytes), value: bytes.slice(idBytes) }
}

/** Whether a note is signed by the key; which fault it has where it is not. */
export async function faultOf(note: Note, key: VerifierKey): Promise<'KEY_OTHER' | 'SIGNATURE_INVALID' | undefined> {
  const own = note.signatures.filter(({ name, id }) => name === key.name && areEqual(id, key.id))
  if (own.length === 0) return 'KEY_OTHER'
  const imported = await crypto.subtle.importKey('raw', key.publicKey, 'Ed25519', false, ['verify'])
  const message = bytesOf(note.text)
  for (const { value } of own) {
    const fits = value.length === signatureBytes && (await crypto.subtle.verify('Ed25519', imported, value, message))
    if (!fits) return 'SIGNATURE_INVALID'
  }
  return undefined
}

/** Whether the browser checks such signatures: not on pages that came without HTTPS, and not before 2025. */
export async function canVerify(): Promise<boolean> {
  // Pages that came without HTTPS have none.
  const subtle = (crypto as { readonly subtle?: SubtleCrypto }).subtle
  if (subtle === undefined) return false
  try {
    // The base point of the curve is a key.
    const point = Uint8Array.from({ length: keyBytes }, (_, index) => (index === 0 ? 0x58 : 0x66))
    await subtle.importKey('raw', point, 'Ed25519', false, ['verify'])
    return true
  } catch {
    return false
  }
}
