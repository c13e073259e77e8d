import { hoursOfAWeek, hoursOfWeek, type Hours } from '@shared/hours/hours'

// After midnight and after Sunday the week goes on, so that nights and weekends are brushed in one go.
export const columns = 24 + 6
export const rows = 7 + 1

export interface Spot {
  readonly row: number
  readonly column: number
}

/** The hour of the week that is drawn there. */
export const hourAt = ({ row, column }: Spot) => (24 * row + column) % hoursOfAWeek

/** The hours of the rectangle between two corners, each day by itself. */
export function brushed(one: Spot, other: Spot): Hours {
  const [top, bottom] = [Math.min(one.row, other.row), Math.max(one.row, other.row)]
  const [left, right] = [Math.min(one.column, other.column), Math.max(one.column, other.column)]
  const nextDay = left >= 24 ? 1 : 0
  const day = (row: number) => ((row + nextDay) % 7) + 1
  return {
    days: bottom - top >= 7 ? [1, 7] : [day(top), day(bottom)],
    hours: right - left >= 23 ? [left % 24, (left + 23) % 24] : [left % 24, right % 24],
  }
}

/** The outline of the chosen hours as an SVG path, in units of one hour by one day. */
export function outlineOf(hours: Hours): string {
  const chosen = new Set(hoursOfWeek(hours))
  const is = (row: number, column: number) =>
    row >= 0 && row < rows && column >= 0 && column < columns && chosen.has(hourAt({ row, column }))
  const lines: string[] = []
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      if (!is(row, column)) continue
      if (!is(row - 1, column)) lines.push(`M${column} ${row}h1`)
      if (!is(row + 1, column)) lines.push(`M${column} ${row + 1}h1`)
      if (!is(row, column - 1)) lines.push(`M${column} ${row}v1`)
      if (!is(row, column + 1)) lines.push(`M${column + 1} ${row}v1`)
    }
  return lines.join('')
}
