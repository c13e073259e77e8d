import { entryOf, fits, type EntryLine } from './entry'
import type { Findings } from './findings'
import type { KnownTree } from './merkle'
import type { Range } from './receipt'

export interface Counts {
  readonly lines: number
  readonly masked: number
  readonly uncommitted: number
  /** Hashes of the evidence that entries name. */
  readonly evidence: ReadonlySet<string>
}

const mostMilliseconds = 30
// Places that are tried at most to find where lines belong that are not where they say.
const mostTries = 20_000
const mostSwaps = 100
// Lines that are kept until the end, and items of evidence: a hostile file does not fill the memory with them.
const mostKept = 1_000
const mostEvidence = 20_000

/**
 * Compares the lines of an export with the list of the case, and names each that does not fit.
 *
 * Where a line belongs is found by its proof, not believed: so an entry that was added is told from one that was altered or moved.
 */
export async function checkEntries(
  text: string,
  list: KnownTree,
  log: KnownTree,
  withheld: readonly Range[],
  findings: Findings,
): Promise<Counts> {
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  const evidence = new Set<string>()
  let [masked, uncommitted, last, tries] = [0, 0, -1, 0]
  const before = findings.count
  let [isRenumbered, hasMoved] = [false, false]
  const found = new Set<number>()
  const foreign: { readonly line: number; readonly stated: number }[] = []
  const unfitting: { readonly entry: EntryLine; readonly at: number }[] = []

  const isAt = (entry: EntryLine, at: number) => list.has(entry.leaf, at, entry.listProof)
  const placeOf = (entry: EntryLine): number | undefined => {
    for (const near of [entry.position - 1, entry.position + 1, last + 1]) if (isAt(entry, near)) return near
    for (let at = 0; at < list.size && tries < mostTries; at++, tries++) if (isAt(entry, at)) return at
    return undefined
  }

  const pause = pauses()
  for (const [offset, written] of lines.entries()) {
    await pause()
    const [line, one] = [offset + 1, check(written, list, log)]
    if (one === undefined) {
      findings.add({ fault: 'ENTRY_UNREADABLE', line })
      continue
    }
    const { entry } = one
    masked += entry.isMasked ? 1 : 0
    uncommitted += entry.commitment === undefined ? 1 : 0
    if (entry.evidence !== undefined && evidence.size < mostEvidence) evidence.add(entry.evidence)
    const at = one.isInPlace ? entry.position : placeOf(entry)
    if (at === undefined) {
      if (foreign.length < mostKept) foreign.push({ line, stated: entry.position })
      else findings.add({ fault: 'ENTRY_ADDED', line })
      continue
    }
    if (found.has(at)) {
      findings.add({ fault: 'ENTRY_ADDED', entry: at })
      hasMoved = true
      continue
    }
    found.add(at)
    isRenumbered ||= at !== entry.position
    if (at < last) {
      findings.add({ fault: 'ENTRY_REORDERED', entry: at })
      hasMoved = true
    }
    last = Math.max(last, at)
    if (!one.isCovered && unfitting.length < mostKept) unfitting.push({ entry, at })
    else if (!one.isCovered) findings.add({ fault: 'ENTRY_ALTERED', entry: at })
    if (!one.isLogged) findings.add({ fault: 'ENTRY_UNPROVEN', entry: at })
  }
  await nameUnfitting(unfitting, findings, pause)
  const missing = missingOf(list.size, found, withheld)
  for (const { line, stated } of foreign) {
    if (missing.delete(stated)) findings.add({ fault: 'ENTRY_ALTERED', entry: stated })
    else findings.add({ fault: 'ENTRY_ADDED', line })
  }
  for (const entry of missing) findings.add({ fault: 'ENTRY_REMOVED', entry })
  // What was added, dropped or moved explains other numbers behind it.
  if (findings.count === before && isRenumbered && !hasMoved)
    findings.add({ fault: 'ENTRY_REORDERED', part: 'entries.ndjson' })
  return { lines: lines.length, masked, uncommitted, evidence }
}

/** Lets the page be drawn where the work has taken too long since the last time. */
function pauses() {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < mostMilliseconds) return
    await new Promise((resume) => setTimeout(resume))
    since = performance.now()
  }
}

function check(line: string, list: KnownTree, log: KnownTree) {
  const entry = entryOf(line)
  if (entry === undefined) return undefined
  const { leaf, position, listProof, index, proof, salt } = entry
  return {
    entry,
    isInPlace: list.has(leaf, position, listProof),
    isLogged: log.has(leaf, index, proof),
    isCovered: salt === undefined || fits(entry, salt),
  }
}

/** Tells entries with the salts of others from those whose content was altered. */
async function nameUnfitting(
  unfitting: readonly { readonly entry: EntryLine; readonly at: number }[],
  findings: Findings,
  pause: () => Promise<void>,
) {
  const salts = unfitting.slice(0, mostSwaps)
  for (const { entry, at } of unfitting) {
    await pause()
    let isSwapped = false
    for (const other of salts)
      isSwapped ||= other.at !== at && other.entry.salt !== undefined && fits(entry, other.entry.salt)
    findings.add({ fault: isSwapped ? 'SALT_SWAPPED' : 'ENTRY_ALTERED', entry: at })
  }
}

// A list may claim to have any number of entries: no more of them are named than a page shows.
const mostMissing = 1_000

/** Numbers of the list that are neither in the file nor withheld. */
function missingOf(count: number, found: ReadonlySet<number>, withheld: readonly Range[]): Set<number> {
  const missing = new Set<number>()
  let skip = 0
  for (let at = 0; at < count && missing.size < mostMissing; at++) {
    while (skip < withheld.length && (withheld[skip]?.until ?? 0) <= at) skip++
    const hidden = withheld[skip]
    if (hidden !== undefined && hidden.from <= at) at = hidden.until - 1
    else if (!found.has(at)) missing.add(at)
  }
  return missing
}
