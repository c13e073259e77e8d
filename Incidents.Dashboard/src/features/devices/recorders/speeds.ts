import type { RecorderSpeed } from './queries'

/** How a recorder stands: under suspicion, still being learned, or as usual. */
export const stateOf = ({ isSuspected, isLearning }: Pick<RecorderSpeed, 'isSuspected' | 'isLearning'>) =>
  isSuspected ? 'suspected' : isLearning ? 'learning' : 'usual'

/** From where to where a bar goes on a scale with zero in its middle, as shares of the scale; the most on both sides is the same. */
export function barOf(kmPerHour: number, most: number): { readonly from: number; readonly width: number } {
  const reach = most === 0 ? 0 : Math.min(1, Math.abs(kmPerHour) / most) / 2
  return { from: kmPerHour < 0 ? 0.5 - reach : 0.5, width: reach }
}

type Moved = Pick<RecorderSpeed, 'driftKmPerHour' | 'usualKmPerHour'>

/** The greatest of the values that are drawn. */
export const mostOf = (speeds: readonly Moved[]) =>
  Math.max(
    1,
    ...speeds.flatMap(({ driftKmPerHour, usualKmPerHour }) => [
      Math.abs(driftKmPerHour ?? 0),
      Math.abs(usualKmPerHour ?? 0),
    ]),
  )
