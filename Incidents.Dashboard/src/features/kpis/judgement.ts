/** Share of durations that should lie within the target: nine of ten, as NFPA 1225 asks for. */
export const wantedShare = 0.9

export type TargetState = 'met' | 'missed' | 'tooFew'

export function targetState(share: number | null | undefined, isTooFew: boolean): TargetState {
  if (share == null || isTooFew) return 'tooFew'
  return share >= wantedShare ? 'met' : 'missed'
}

export type CountChange = 'more' | 'fewer' | 'chance' | 'tooFew' | 'noRecords'

interface Counted {
  /** Null, as the others, where no source reported: there are no data. */
  readonly count: number | null
  readonly before: number | null
  /** 2(√count − √before), as GraphQL says it. */
  readonly change: number | null
  readonly isNotable: boolean | null
}

const fewest = 5

/** A count's change in a word. `isComparable`: whether the records reach back to the beginning of the period before. */
export function countChange({ count, before, change, isNotable }: Counted, isComparable: boolean): CountChange {
  if (!isComparable || count === null || before === null || change === null) return 'noRecords'
  if (count < fewest && before < fewest) return 'tooFew'
  if (!isNotable) return 'chance'
  return change > 0 ? 'more' : 'fewer'
}

export type ShareChange = 'better' | 'worse' | 'chance' | 'none'

interface Timed {
  readonly count: number | null
  readonly shareWithinTarget?: number | null | undefined
}

const enough = 30

/**
 * A share's change in a word. 2(asin√p − asin√q) has variance 1/n + 1/m whatever the shares (Cohen 1988), as the square root has
 * for counts. Beyond ±3/√2 standard errors, as chance alone brings about once in thirty times: the same measure as for counts.
 */
export function shareChange(now: Timed, then: Timed): ShareChange {
  if (now.shareWithinTarget == null || then.shareWithinTarget == null) return 'none'
  const [n, m] = [now.count ?? 0, then.count ?? 0]
  if (n < enough || m < enough) return 'none'
  const difference = 2 * (Math.asin(Math.sqrt(now.shareWithinTarget)) - Math.asin(Math.sqrt(then.shareWithinTarget)))
  const score = difference / Math.sqrt(1 / n + 1 / m)
  if (Math.abs(score) <= 3 / Math.SQRT2) return 'chance'
  return score > 0 ? 'better' : 'worse'
}
