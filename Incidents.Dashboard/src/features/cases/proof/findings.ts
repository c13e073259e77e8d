/** What does not fit, by the codes of `incidents verify`. */
export type Fault =
  | 'FILE_TRUNCATED'
  | 'FILE_TOO_LARGE'
  | 'NAME_UNSAFE'
  | 'NAME_TWICE'
  | 'PART_MISSING'
  | 'PART_ADDED'
  | 'PART_ALTERED'
  | 'PART_UNREADABLE'
  | 'KEY_OTHER'
  | 'SIGNATURE_INVALID'
  | 'RECEIPT_DIFFERS'
  | 'LIST_ALTERED'
  | 'ENTRY_UNREADABLE'
  | 'ENTRY_ALTERED'
  | 'ENTRY_ADDED'
  | 'ENTRY_REMOVED'
  | 'ENTRY_REORDERED'
  | 'SALT_SWAPPED'
  | 'ENTRY_UNPROVEN'
  | 'EVIDENCE_ALTERED'
  | 'EVIDENCE_MISSING'
  | 'EVIDENCE_ADDED'

/** One thing that does not fit, and where: a part of the file, an entry by its number in the list, or a line that is none. */
export interface Finding {
  readonly fault: Fault
  readonly part?: string
  readonly entry?: number
  readonly line?: number
}

// A hostile file does not fill the page.
const most = 1_000

/** Collects what does not fit. */
export class Findings {
  readonly all: Finding[] = []
  count = 0

  add(finding: Finding) {
    this.count++
    if (this.all.length < most) this.all.push(finding)
  }
}
