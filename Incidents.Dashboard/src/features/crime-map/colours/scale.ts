import { rgbOf, type Lch, type Rgb } from './oklch'

export type Theme = 'light' | 'dark'

/** Which class a count belongs to. What is below the first break, as a withdrawal known early can make it, is of the first. */
export function classOfCount(breaks: readonly number[], count: number): number {
  let found = 0
  while (found + 1 < breaks.length && (breaks[found + 1] ?? Infinity) <= count) found++
  return found
}

/** Edges between the classes of change, fixed on the scale of the score; a change beyond ±3 is notable. */
export const changeEdges = [-4.5, -3, -1.5, 1.5, 3, 4.5] as const

/** Which class a change belongs to; the middle one is 3. */
export const classOfChange = (change: number) =>
  changeEdges.filter((edge) => (edge < 0 ? change >= edge : change > edge)).length

// A larger count differs more from the ground in lightness: it is darker on light land and brighter on dark land.
// Lightness changes evenly, so that classes can also be distinguished without seeing hues.
// The hue changes from yellow over red to violet.
const sequential: Record<Theme, readonly [few: Lch, many: Lch]> = {
  light: [
    { lightness: 0.89, chroma: 0.13, hue: 90 },
    { lightness: 0.25, chroma: 0.14, hue: -55 },
  ],
  dark: [
    { lightness: 0.39, chroma: 0.15, hue: -60 },
    { lightness: 0.95, chroma: 0.13, hue: 98 },
  ],
}
const richest = 0.17

/** Colours of so many classes of counts, the fewest first. */
export function countColours(classes: number, theme: Theme): Rgb[] {
  const [few, many] = sequential[theme]
  return Array.from({ length: classes }, (_, index) => {
    const share = classes < 2 ? 1 : index / (classes - 1)
    const between = (a: number, b: number) => a + (b - a) * share
    return rgbOf({
      lightness: between(few.lightness, many.lightness),
      chroma: between(few.chroma, many.chroma) + (richest - 0.14) * Math.sin(Math.PI * share),
      hue: between(few.hue, many.hue),
    })
  })
}

// Blue and orange stay apart in every common kind of colour blindness.
const lessHue = 258
const moreHue = 55

const diverging: Record<Theme, readonly [lightness: number, chroma: number][]> = {
  light: [
    [0.87, 0.005],
    [0.78, 0.09],
    [0.65, 0.15],
    [0.5, 0.17],
  ],
  dark: [
    [0.38, 0.012],
    [0.5, 0.09],
    [0.64, 0.15],
    [0.8, 0.15],
  ],
}

const signed = (level: number, theme: Theme): Rgb => {
  const [lightness, chroma] = diverging[theme][Math.abs(level)] ?? [0.5, 0]
  return rgbOf({ lightness, chroma, hue: level < 0 ? lessHue : moreHue })
}

/** Colours of the classes of change, the greatest decrease first. */
export const changeColours = (theme: Theme): Rgb[] => [-3, -2, -1, 0, 1, 2, 3].map((level) => signed(level, theme))

/** Classes of hot spots: hot with q below 0.01, hot, not significant, cold, cold with q below 0.01. */
export const spots = ['hotSure', 'hot', 'none', 'cold', 'coldSure'] as const
export type Spot = (typeof spots)[number]

export const spotColours = (theme: Theme): Rgb[] => [3, 2, 0, -2, -3].map((level) => signed(level, theme))

const sureBelow = 0.01

/** A cell's verdict: its class, and how sure it is. */
export function spotOf(verdict: string, q: number | null): Spot {
  const isSure = q !== null && q < sureBelow
  if (verdict === 'HOT') return isSure ? 'hotSure' : 'hot'
  if (verdict === 'COLD') return isSure ? 'coldSure' : 'cold'
  return 'none'
}
