import { areEqual, bytesOf, fromCount, joined, sha256, type Bytes } from './bytes'

// Hashing of RFC 6962: leaves and nodes begin with different bytes.
export const leafHash = (leaf: Bytes) => sha256(joined([0], leaf))
const nodeHash = (left: Bytes, right: Bytes) => sha256(joined([1], left, right))

const hashBytes = 32
const longestProof = 64

const leafOf = (kind: string, ...content: readonly Bytes[]) => joined(bytesOf(kind), [0], ...content)

/** The leaf of an event: its commitment, or where it has none its id. */
export const eventLeaf = (id: Bytes, commitment: Bytes | undefined) =>
  commitment === undefined ? leafOf('event-uncommitted', id) : leafOf('event', commitment)

/** The leaf of the list of a case. */
export const caseLeaf = (id: Bytes, count: number, root: Bytes) => leafOf('case', id, fromCount(count), root)

/** Whether a leaf is at its place in a tree of this size and root (RFC 9162, section 2.1.3.2). */
export async function isIncluded(
  hash: Bytes,
  index: number,
  size: number,
  proof: readonly Bytes[],
  root: Bytes,
): Promise<boolean> {
  if (index < 0 || index >= size || proof.length > longestProof) return false
  let [node, last, current] = [index, size - 1, hash]
  const half = (value: number) => Math.floor(value / 2)
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== hashBytes) return false
    if (node % 2 === 1 || node === last) {
      current = await nodeHash(sibling, current)
      // A node without a right neighbour goes up as it is.
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else current = await nodeHash(current, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && areEqual(current, root)
}
