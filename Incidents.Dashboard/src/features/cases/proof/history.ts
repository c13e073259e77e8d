import { bytesOf, fromBase64, type Bytes } from './bytes'
import type { Findings } from './findings'
import { KnownTree, leafHash, originLeaf } from './merkle'
import { checkpointOf, type Checkpoint } from './receipt'

interface Named {
  readonly checkpoint: Checkpoint
  readonly text: string
  readonly proof: readonly Bytes[]
}

/** A log before the one of the checkpoint: what was signed of it last, and what the restored database had. */
export interface FormerLog {
  readonly named: Named
  readonly kept: Named | undefined
}

const most = 100

/** Reads the logs before, the latest first; undefined where they are none. */
export function formerOf(list: unknown): readonly FormerLog[] | undefined {
  if (!Array.isArray(list) || list.length > most) return undefined
  const logs = list.map((one: Readonly<Record<string, unknown>>) => {
    const named = namedOf(one['named'], one['namedProof'])
    const kept = one['kept'] === undefined ? undefined : namedOf(one['kept'], one['keptProof'])
    return named === undefined || (one['kept'] !== undefined && kept === undefined) ? undefined : { named, kept }
  })
  return logs.every((log) => log !== undefined) ? logs : undefined
}

function namedOf(text: unknown, proof: unknown): Named | undefined {
  const checkpoint = typeof text === 'string' ? checkpointOf(text) : undefined
  const hashes = Array.isArray(proof) ? proof.map((one) => fromBase64(one, 32)) : [undefined]
  return typeof text !== 'string' || checkpoint === undefined || !hashes.every((hash) => hash !== undefined)
    ? undefined
    : { checkpoint, text, proof: hashes }
}

/** Names each time that the log began anew, and what its first leaves do not say. */
export function checkHistory(checkpoint: Checkpoint, logs: readonly FormerLog[], findings: Findings) {
  let tree = checkpoint
  for (const { named, kept } of logs) {
    const known = new KnownTree(tree.size, tree.root)
    const isLeaf = ({ text, proof }: Named, at: number) => known.has(leafHash(originLeaf(bytesOf(text))), at, proof)
    if (!isLeaf(named, 0) || (kept !== undefined && !isLeaf(kept, 1))) {
      findings.add({ fault: 'ORIGIN_ALTERED', part: 'proof.json' })
      return
    }
    const { origin, size } = named.checkpoint
    findings.add({ fault: 'LOG_RESTARTED', restart: { origin: tree.origin, before: origin, size } })
    tree = kept?.checkpoint ?? named.checkpoint
  }
  // Every log but the first has the sign in its name.
  if (logs.length === 0 && checkpoint.origin.includes('#'))
    findings.add({ fault: 'ORIGIN_ALTERED', part: 'proof.json' })
}
