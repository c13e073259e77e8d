import type { Change } from '../search'
import type { Settings } from './settings'

/** What the part of a page below the parameters gets. */
export interface BodyProps {
  readonly settings: Settings
  readonly today: string
  readonly onChange: (change: Change, replace?: boolean) => void
}
