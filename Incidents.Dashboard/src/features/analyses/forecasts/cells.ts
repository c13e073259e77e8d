import { cellBounds, rectangle, type Shape } from '../frame/shapes'

export interface ForecastCell {
  readonly x: number
  readonly y: number
  readonly expected: number
}

interface Columns {
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly expected: readonly number[]
}

/** Cells as rows, highest expectation first as they come. */
export const cellsOf = ({ x, y, expected }: Columns): ForecastCell[] =>
  x.map((column, index) => ({ x: column, y: y[index] ?? 0, expected: expected[index] ?? 0 }))

/** Shares of the highest expectation at which a class begins, with its opacity on the map. */
export const classes = [
  { least: 0.1, opacity: 0.2 },
  { least: 0.3, opacity: 0.45 },
  { least: 0.6, opacity: 0.8 },
] as const

export function shapesOf(cells: readonly ForecastCell[], zoom: number): Shape[] {
  const most = cells[0]?.expected ?? 0
  return cells.flatMap(({ x, y, expected }) => {
    const found = classes.findLast(({ least }) => expected >= least * most)
    return found === undefined
      ? []
      : [{ ring: rectangle(cellBounds(zoom, x, y)), colour: '--bad' as const, opacity: found.opacity }]
  })
}
