import type { EmergingSpots } from './queries'

type Pattern = EmergingSpots['cells'][number]['pattern']
type Side = EmergingSpots['cells'][number]['side']

interface Look {
  readonly colour: `--${string}`
  readonly opacity: number
}

const hot: Record<Pattern, Look> = {
  NO_PATTERN: { colour: '--text-2', opacity: 0 },
  NEW: { colour: '--warn', opacity: 0.75 },
  CONSECUTIVE: { colour: '--warn', opacity: 0.4 },
  INTENSIFYING: { colour: '--bad', opacity: 0.85 },
  PERSISTENT: { colour: '--bad', opacity: 0.55 },
  DIMINISHING: { colour: '--bad', opacity: 0.25 },
  SPORADIC: { colour: '--good', opacity: 0.6 },
  OSCILLATING: { colour: '--good', opacity: 0.3 },
  HISTORICAL: { colour: '--text-2', opacity: 0.4 },
}

/** How a pattern looks on the map: cold ones are all of one colour, since hot ones are what is looked for. */
export const lookOf = (pattern: Pattern, side: Side): Look =>
  side === 'COLD' ? { colour: '--accent', opacity: hot[pattern].opacity } : hot[pattern]
