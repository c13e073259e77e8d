import type { SourceRow } from './queries'

interface Span {
  /** Shares of the time shown. */
  readonly start: number
  readonly width: number
}

/** The stretches in which a source reported, between a first day and a day after the last. */
export function spansOf(
  { from, until, gaps }: Pick<SourceRow, 'from' | 'until' | 'gaps'>,
  first: string,
  end: string,
): readonly Span[] {
  const [low, high] = [Date.parse(first), Date.parse(end)]
  const at = (day: string) => Math.min(1, Math.max(0, (Date.parse(day) - low) / Math.max(1, high - low)))
  const edges = [from, ...gaps.flatMap((gap) => [gap.from, gap.until]), until ?? end].map(at)
  const spans: Span[] = []
  for (let index = 0; index + 1 < edges.length; index += 2) {
    const [start, stop] = [edges[index] ?? 0, edges[index + 1] ?? 0]
    if (stop > start) spans.push({ start, width: stop - start })
  }
  return spans
}
