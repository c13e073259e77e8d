import type { Branch, File, Item } from './queries'
import type { CaseSearch, Change } from './search'

/** What the parts of a case's page show, and whether they may change it. */
export interface Shown {
  readonly file: File
  /** The items of the case, or of the branch that is looked at. */
  readonly items: readonly Item[]
  readonly branch: Branch | undefined
  /** The moment that the page shows; undefined for now. */
  readonly knownAt: string | undefined
  /** Whether the reader may change it now: not as it was, and not once it is closed. */
  readonly mayChange: boolean
  /** IANA name of the time zone of the case's town. */
  readonly zone: string
}

export interface PartProps {
  readonly of: Shown
  readonly search: CaseSearch
  readonly onChange: (change: Change<CaseSearch>) => void
}

/** The branch that a command changes; the case itself where none is looked at. */
export const branchOf = ({ branch }: Shown) => (branch === undefined ? {} : { branchId: branch.id })
