import type { Group } from '../queries'

/** Minutes of operators and units that are known. */
export const minutesOf = ({ operatorMinutes, unitMinutes }: Pick<Group, 'operatorMinutes' | 'unitMinutes'>) =>
  operatorMinutes + unitMinutes

/** What cost most first; of those that cost the same, what came most often. */
export const byCost = <Of extends Pick<Group, 'operatorMinutes' | 'unitMinutes' | 'alertCount'>>(
  groups: readonly Of[],
): readonly Of[] => [...groups].sort((a, b) => minutesOf(b) - minutesOf(a) || b.alertCount - a.alertCount)

type Counted = Pick<Group, 'alertCount' | 'confirmedCount' | 'undecidedCount'>

/** Alerts with an outcome: the denominator of the share of what was decided. */
export const decidedOf = ({ alertCount, undecidedCount }: Counted) => alertCount - undecidedCount
