import { areEqual, bytesOf, fromCount, joined, shortHash, type Bytes } from './bytes'

// Hashing of RFC 6962: leaves and nodes begin with different bytes.
export const leafHash = (leaf: Bytes) => shortHash(joined([0], leaf))
const nodeHash = (left: Bytes, right: Bytes) => shortHash(joined([1], left, right))

const hashBytes = 32
const longestProof = 64

const leafOf = (kind: string, ...content: readonly Bytes[]) => joined(bytesOf(kind), [0], ...content)

/** The leaf of an event: its commitment, or where it has none its id. */
export const eventLeaf = (id: Bytes, commitment: Bytes | undefined) =>
  commitment === undefined ? leafOf('event-uncommitted', id) : leafOf('event', commitment)

/** The leaf of the list of a case. */
export const caseLeaf = (id: Bytes, count: number, root: Bytes) => leafOf('case', id, fromCount(count), root)

/** A leaf that names what was signed before the log began anew. */
export const originLeaf = (checkpoint: Bytes) => leafOf('origin', checkpoint)

const half = (value: number) => Math.floor(value / 2)

/**
 * A tree of which the size and root are known.
 *
 * It keeps the nodes that were proven to be in it: a later proof ends at the first of them, so that neighbours cost one or two hashes
 * and not as many as the tree is high.
 */
export class KnownTree {
  private readonly proven = new Map<string, Bytes>()

  constructor(
    readonly size: number,
    readonly root: Bytes,
  ) {}

  /** Whether a leaf is at its place (RFC 9162, section 2.1.3.2). */
  has(hash: Bytes, index: number, proof: readonly Bytes[]): boolean {
    if (index < 0 || index >= this.size || proof.length > longestProof) return false
    let [level, node, last, current] = [0, index, this.size - 1, hash]
    const path: (readonly [key: string, hash: Bytes])[] = []
    const isThere = () => {
      for (const [key, known] of path) this.proven.set(key, known)
      return true
    }
    for (const sibling of proof) {
      const known = this.proven.get(`${level} ${node}`)
      if (known !== undefined) return areEqual(known, current) && isThere()
      if (last === 0 || sibling.length !== hashBytes) return false
      path.push([`${level} ${node}`, current])
      // A node without a right neighbour goes up as it is, and meets its sibling there.
      const isAlone = node === last && node % 2 === 0
      if (!isAlone) path.push([`${level} ${node % 2 === 1 ? node - 1 : node + 1}`, sibling])
      if (node % 2 === 1 || isAlone) {
        current = nodeHash(sibling, current)
        while (node % 2 === 0 && node !== 0) [level, node, last] = [level + 1, half(node), half(last)]
      } else current = nodeHash(current, sibling)
      ;[level, node, last] = [level + 1, half(node), half(last)]
    }
    return last === 0 && areEqual(current, this.root) && isThere()
  }
}
