import { across, down, type Bounds } from '../map/view'

/** A point of the curve: in that share of the cells lies that share of what was counted. */
export interface CurvePoint {
  readonly cells: number
  readonly counted: number
}

export interface Concentration {
  readonly total: number
  /** Cells with a count. */
  readonly occupied: number
  /** All cells of the area. */
  readonly area: number
  /** The fewest cells that hold half of it. */
  readonly half: number
  /** The same where chance spreads as many evenly over all cells of the area. */
  readonly halfByChance: number
  /** Shares of the cells with a count, those with most first. */
  readonly curve: readonly CurvePoint[]
}

/** How what was counted is spread over the cells of an area; null where nothing was counted. */
export function concentrationOf(counts: readonly number[], area: number): Concentration | null {
  const sorted = counts.filter((count) => count > 0).sort((a, b) => b - a)
  const total = sorted.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null
  let sum = 0
  let half = 0
  const curve: CurvePoint[] = [{ cells: 0, counted: 0 }]
  sorted.forEach((count, index) => {
    sum += count
    if (half === 0 && 2 * sum >= total) half = index + 1
    curve.push({ cells: (index + 1) / sorted.length, counted: sum / total })
  })
  const cells = Math.max(area, sorted.length)
  return { total, occupied: sorted.length, area: cells, half, halfByChance: halfByChance(total / cells) * cells, curve }
}

/** The share of cells with Poisson counts of this mean that holds half of what was counted. */
function halfByChance(mean: number): number {
  // Beyond ten standard deviations nothing is to be expected.
  const most = Math.ceil(mean + 10 * Math.sqrt(mean) + 10)
  const chances: number[] = []
  let chance = Math.exp(-mean)
  for (let count = 0; count <= most; count++) {
    chances.push(chance)
    chance *= mean / (count + 1)
  }
  let [cells, counted] = [0, 0]
  for (let count = most; count > 0; count--) {
    const here = chances[count] ?? 0
    const missing = (mean / 2 - counted) / count
    if (missing <= here) return cells + Math.max(0, missing)
    cells += here
    counted += count * here
  }
  return cells
}

/** How many cells of a zoom touch the bounds. */
export function cellsIn({ west, south, east, north }: Bounds, zoom: number): number {
  const side = 2 ** zoom
  const columns = Math.floor(across(east) * side) - Math.floor(across(west) * side) + 1
  const rows = Math.floor(down(south) * side) - Math.floor(down(north) * side) + 1
  return columns * rows
}
