/** Days by their number from 0 on, both ends included. */
export interface DayRange {
  readonly from: number
  readonly to: number
}

export const grips = ['from', 'to'] as const
/** What of a range is taken hold of. */
export type Grip = (typeof grips)[number] | 'both'

/** The range after one end of it, or all of it, was moved by so many days: the ends do not pass each other, nor leave the days that there are. */
export function moved({ from, to }: DayRange, grip: Grip, by: number, days: number): DayRange {
  if (grip === 'from') return { from: within(from + by, 0, to), to }
  if (grip === 'to') return { from, to: within(to + by, from, days - 1) }
  const shift = within(by, -from, days - 1 - to)
  return { from: from + shift, to: to + shift }
}

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)
