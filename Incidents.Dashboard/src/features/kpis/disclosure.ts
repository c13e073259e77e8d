/** Numbers below this one are not published: a person could be recognised behind them. */
export const leastPublished = 5

/** A number as it is published: itself, `few` below the threshold, `hidden` where another one would follow from it; null without data. */
export type Published = number | 'few' | 'hidden' | null

export const published = (count: number | null): Published =>
  count === null ? null : count < leastPublished ? 'few' : count

/**
 * The parts of a total that is published beside them.
 *
 * What is not published must not follow from the rest: while it is a single number, or all of it together is below the threshold, the
 * smallest published number is hidden too.
 */
export function publishedParts(counts: readonly (number | null)[]): Published[] {
  const parts = counts.map(published)
  for (;;) {
    const kept = counts.flatMap((count, index) => (count !== null && typeof parts[index] === 'string' ? [count] : []))
    const sum = kept.reduce((all, one) => all + one, 0)
    if (kept.length === 0 || (kept.length > 1 && sum >= leastPublished)) return parts
    const shown = parts.flatMap((part, index) => (typeof part === 'number' ? [{ part, index }] : []))
    const smallest = shown.sort((a, b) => a.part - b.part)[0]
    if (smallest === undefined) return parts
    parts[smallest.index] = 'hidden'
  }
}
