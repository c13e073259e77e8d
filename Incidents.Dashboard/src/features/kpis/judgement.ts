/** Share of durations that should lie within the target: nine of ten, as NFPA 1225 asks for. */
export const wantedShare = 0.9

export type TargetState = 'met' | 'missed' | 'tooFew' | 'noData'

/** Judges a share by the target. `count` is null where no source reported. */
export function targetState(share: number | null, isTooFew: boolean, count: number | null): TargetState {
  if (count === null) return 'noData'
  if (share === null || isTooFew) return 'tooFew'
  return share >= wantedShare ? 'met' : 'missed'
}

export type CountChange = 'more' | 'fewer' | 'chance' | 'tooFew' | 'noData' | 'notJudged'

/** As GraphQL says it: null where no source reported. */
interface Counted {
  readonly count: number | null
  readonly before: number | null
  /** 2(√count − √before), before scaled to the days of the later period on which sources reported. */
  readonly change: number | null
  readonly isNotable: boolean | null
}

const fewest = 5

/** A count's change in a word. Nothing is said of a period without data, or of what is not judged by chance. */
export function countChange({ count, before, change, isNotable }: Counted, isJudged = true): CountChange {
  if (count === null || before === null || change === null) return 'noData'
  if (!isJudged) return 'notJudged'
  if (count < fewest && before < fewest) return 'tooFew'
  if (isNotable !== true) return 'chance'
  return change > 0 ? 'more' : 'fewer'
}

export type ShareChange = 'better' | 'worse' | 'chance' | 'tooFew' | 'none'

interface Timed {
  /** Null where no source reported. */
  readonly count: number | null
  readonly shareWithinTarget?: number | null | undefined
}

/** A share and a 90th percentile of fewer than this say too little. */
export const enoughTimed = 30

/**
 * A share's change in a word. 2(asin√p − asin√q) has variance 1/n + 1/m whatever the shares (Cohen 1988), as the square root has
 * for counts. Beyond ±3/√2 standard errors, as chance alone brings about once in thirty times: the same measure as for counts.
 */
export function shareChange(now: Timed, then: Timed): ShareChange {
  if (now.shareWithinTarget == null || then.shareWithinTarget == null) return 'none'
  if (now.count === null || then.count === null) return 'none'
  if (now.count < enoughTimed || then.count < enoughTimed) return 'tooFew'
  const difference = 2 * (Math.asin(Math.sqrt(now.shareWithinTarget)) - Math.asin(Math.sqrt(then.shareWithinTarget)))
  const score = difference / Math.sqrt(1 / now.count + 1 / then.count)
  if (Math.abs(score) <= 3 / Math.SQRT2) return 'chance'
  return score > 0 ? 'better' : 'worse'
}
