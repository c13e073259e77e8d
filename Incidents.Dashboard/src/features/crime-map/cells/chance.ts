import type { CellSet } from './cellSet'

/** Beyond it, in either direction, a score of change is notable. */
export const notable = 3

// Of large counts the score is nearly normal with variance 2: beyond ±3 are so many.
const shareOfLarge = 0.0339
const largeFrom = 200

/** How many cells have a notable change, and about how many would have one if no rate had changed at all. */
export interface NotableCells {
  readonly seen: number
  readonly byChance: number
  readonly cells: number
}

/**
 * Counts the cells beyond ±3, and adds up for each cell the probability that chance alone puts it there.
 *
 * Given the sum of both counts of a cell, the later one is binomial with the later period's share of the days with data.
 */
export function notableOf(set: CellSet): NotableCells | null {
  const change = set.fields.find(({ name }) => name === 'change')
  if (change?.kind !== 'score' || set.coverageBefore === null) return null
  const [daysNow, daysBefore] = [set.coverage.covered, set.coverageBefore.covered]
  if (daysNow === 0 || daysBefore === 0) return null
  const ratio = daysNow / daysBefore
  const known = new Map<number, number>()
  const shareOf = (sum: number) => {
    const found = known.get(sum) ?? shareBeyond(sum, ratio)
    known.set(sum, found)
    return found
  }
  let [seen, byChance, cells] = [0, 0, 0]
  const [before, now] = [valuesOf(set, 'before'), valuesOf(set, 'count')]
  change.values.forEach((score, index) => {
    if (score === null) return
    cells++
    if (Math.abs(score) > notable) seen++
    byChance += shareOf((before[index] ?? 0) + (now[index] ?? 0))
  })
  return { seen, byChance, cells }
}

/** The probability that counts with this sum differ by a score beyond ±3, where both rates are equal. */
export function shareBeyond(sum: number, ratio: number): number {
  if (sum >= largeFrom) return shareOfLarge
  const share = ratio / (1 + ratio)
  let probability = (1 - share) ** sum
  let found = 0
  for (let now = 0; now <= sum; now++) {
    if (Math.abs(scoreOf(now, sum - now, ratio)) > notable) found += probability
    probability *= ((sum - now) / (now + 1)) * (share / (1 - share))
  }
  return found
}

/** As the server computes it: 2(√now − √(r·before)), with variance 2 whatever the ratio of exposures. */
const scoreOf = (now: number, before: number, ratio: number) =>
  2 * (Math.sqrt(now) - Math.sqrt(ratio * before)) * Math.sqrt(2 / (1 + ratio))

const valuesOf = (set: CellSet, of: 'count' | 'before') => {
  const field = set.fields.find(({ name }) => name === of)
  return field?.kind === 'count' ? field.values : []
}
