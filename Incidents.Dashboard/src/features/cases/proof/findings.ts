/** What does not fit, by the codes of `incidents verify`. */
export type Fault =
  | 'FILE_TRUNCATED'
  | 'FILE_TOO_LARGE'
  | 'FILE_IRREGULAR'
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
  | 'ORIGIN_ALTERED'
  | 'LOG_RESTARTED'
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
  /** The log that began anew, and what was signed of the one before. */
  readonly restart?: { readonly origin: string; readonly before: string; readonly size: number }
}

/** Whether something must be known to whoever relies on the export, though all that is in it is proven. */
export const isNotice = ({ fault }: Finding) => fault === 'LOG_RESTARTED'

// A hostile file does not fill the page.
const most = 1_000

/** Collects what does not fit. */
export class Findings {
  readonly all: Finding[] = []
  count = 0
  notices = 0

  add(finding: Finding) {
    this.count++
    if (isNotice(finding)) this.notices++
    if (this.all.length < most) this.all.push(finding)
  }
}
