import type { NearRepeatTable } from './queries'

/** A band as the server names it, `[0, 100)`, in figures: `0–100`. */
export function bandText(band: string): string {
  const edges = band.match(/[\d.]+/g) ?? []
  return edges.length === 2 ? edges.join('–') : band
}

type Entry = NearRepeatTable['entries'][number]

/** Whether there are more pairs than by chance, at this level. */
export const isRaised = ({ ratio, p, isTooFew }: Entry, level: number) =>
  !isTooFew && ratio !== null && ratio > 1 && p !== null && p <= level
