import { addDays } from '@shared/format/days'
import type { Whole } from '@shared/graphql/partOf'
import type {
  CellChangesQuery,
  CellCountsQuery,
  CellHotSpotsQuery,
  CountMeasure,
} from '@shared/graphql/generated/graphql'
import { edgesOf, keyOf, type Cell } from './cells'
import { hoursAround, type Hours } from '@shared/hours/hours'
import { lengthOf, type Period } from '../search/period'
import {
  changeColours,
  changeEdges,
  classOfChange,
  classOfCount,
  countColours,
  spotColours,
  spotOf,
  spots,
  type Theme,
} from '../colours/scale'
import type { MapKind } from '../search/search'
import type { Rgb } from '../colours/oklch'
import { across, around, down, type Bounds } from '../map/view'

/** Below it a count is too few to compare places by. */
export const tooFewBelow = 5

/** What is known of every cell, one column of it. The first field of a set is the one that it is ordered by. */
export type Field =
  | {
      readonly name: 'count' | 'before' | 'difference'
      readonly kind: 'count'
      /** Null where no source reported in the period. */
      readonly values: readonly (number | null)[]
    }
  | {
      readonly name: 'change' | 'z' | 'p' | 'q'
      readonly kind: 'score' | 'chance'
      readonly values: readonly (number | null)[]
    }
  | { readonly name: 'spot'; readonly kind: 'word'; readonly values: readonly string[] }

/** A class of the legend. */
export interface CellClass {
  /** Least and greatest value of it; null where it is open, or where it is known by its name. */
  readonly least: number | null
  readonly most: number | null
  readonly spot: string | null
  readonly cells: number
}

/** On how many days of a period sources reported, in any of the towns. */
export interface CoveredDays {
  readonly days: number
  readonly covered: number
}

/** How the values came about. */
export interface CellMethod {
  /** The server's name of the method. */
  readonly name: string
  /** The publication. */
  readonly source: string
  readonly parameters: Readonly<Record<string, string | number | boolean | null>>
  /** How many cells were compared with each other, and how many of them have a count; null where none are. */
  readonly compared: { readonly cells: number; readonly occupied: number; readonly total: number } | null
}

/** What the map, the table and the files show: one answer of GraphQL, whichever map it was asked for. */
export interface CellSet {
  readonly map: MapKind
  readonly measure: CountMeasure
  readonly zoom: number
  readonly period: Period
  readonly before: Period | null
  readonly coverage: CoveredDays
  /** The same of the earlier period. */
  readonly coverageBefore: CoveredDays | null
  /** The days that made the classes; null where they are always the same. */
  readonly scale: Period | null
  readonly asKnownOn: string | null
  /** The hours of the week that alone are counted; null where all are. */
  readonly hours: Hours | null
  readonly method: CellMethod
  readonly x: readonly number[]
  readonly y: readonly number[]
  readonly fields: readonly Field[]
  /** Each cell's class, and whether it has too few to compare it by. */
  readonly classIndex: Uint8Array
  readonly isTooFew: Uint8Array
  readonly classes: readonly CellClass[]
  readonly colours: (theme: Theme) => Rgb[]
  /** The index of a cell in all these columns. */
  readonly find: (cell: Cell) => number | undefined
}

type Parameters = Whole<CellChangesQuery>['heatmapChange']['basis']['parameters']

/** Parameters of a method whose values are no lists and no objects. */
const plain = (parameters: Parameters): CellMethod['parameters'] =>
  Object.fromEntries(
    parameters.map(({ name, value }) => [
      name,
      value === null || ['string', 'number', 'boolean'].includes(typeof value)
        ? (value as string | number | boolean | null)
        : JSON.stringify(value),
    ]),
  )

const dayOf = (parameters: Parameters, name: string) =>
  (parameters.find((known) => known.name === name)?.value ?? null) as string | null

const until = (day: string) => addDays(day, -1)

export function countsOf({ heatmap, heatmapScale }: Whole<CellCountsQuery>): CellSet {
  const { x, y, count } = heatmap.columns
  const { breaks, basis } = heatmapScale
  const classIndex = Uint8Array.from(count, (n) => classOfCount(breaks, n))
  return {
    map: 'counts',
    measure: heatmap.measure,
    zoom: heatmap.zoom,
    period: { from: heatmap.from, to: until(heatmap.until) },
    before: null,
    coverage: { days: heatmap.daysAsked, covered: heatmap.daysCovered },
    coverageBefore: null,
    scale: { from: basis.from, to: until(basis.until) },
    asKnownOn: heatmap.asKnownOn,
    hours: hoursAround(basis.hoursOfWeek ?? []) ?? null,
    method: { name: 'counts', source: '', parameters: { classes: basis.method, zoom: heatmap.zoom }, compared: null },
    x,
    y,
    fields: [{ name: 'count', kind: 'count', values: count }],
    classIndex,
    isTooFew: Uint8Array.from(count, (n) => (n < tooFewBelow ? 1 : 0)),
    classes: counted(
      classIndex,
      breaks.map((least, index) => {
        const next = breaks[index + 1]
        return { least, most: next === undefined ? null : next - 1, spot: null }
      }),
    ),
    colours: (theme) => countColours(breaks.length, theme),
    find: finder(heatmap.zoom, x, y),
  }
}

export function changesOf({ heatmapChange }: Whole<CellChangesQuery>): CellSet {
  const { zoom, basis, cells } = heatmapChange
  const x = cells.map((cell) => cell.x)
  const y = cells.map((cell) => cell.y)
  // Without data of both periods nothing is compared.
  const classIndex = Uint8Array.from(cells, (cell) => classOfChange(cell.change ?? 0))
  const [beforeFrom, beforeUntil] = [dayOf(basis.parameters, 'beforeFrom'), dayOf(basis.parameters, 'beforeUntil')]
  const before = beforeFrom === null || beforeUntil === null ? null : { from: beforeFrom, to: until(beforeUntil) }
  return {
    map: 'change',
    measure: basis.measure,
    zoom,
    period: { from: basis.from, to: until(basis.until) },
    before,
    coverage: { days: basis.daysAsked, covered: heatmapChange.daysCovered },
    coverageBefore: before && { days: lengthOf(before), covered: heatmapChange.beforeDaysCovered },
    scale: null,
    asKnownOn: basis.asKnownOn,
    hours: hoursAround(basis.hoursOfWeek ?? []) ?? null,
    method: { name: basis.method, source: basis.source, parameters: plain(basis.parameters), compared: null },
    x,
    y,
    fields: [
      { name: 'change', kind: 'score', values: cells.map((cell) => cell.change) },
      { name: 'before', kind: 'count', values: cells.map((cell) => cell.before) },
      { name: 'count', kind: 'count', values: cells.map((cell) => cell.count) },
      {
        name: 'difference',
        kind: 'count',
        values: cells.map(({ before, count }) => (before === null || count === null ? null : count - before)),
      },
    ],
    classIndex,
    isTooFew: Uint8Array.from(cells, (cell) => (cell.isTooFew || cell.change === null ? 1 : 0)),
    classes: counted(
      classIndex,
      [null, ...changeEdges].map((least, index) => ({ least, most: changeEdges[index] ?? null, spot: null })),
    ),
    colours: changeColours,
    find: finder(zoom, x, y),
  }
}

export function hotSpotsOf({ hotSpots: { zoom, basis, studyArea, columns } }: Whole<CellHotSpotsQuery>): CellSet {
  const { x, y, count, z, p, q } = columns
  const verdicts = columns.class.map((verdict, index) => spotOf(verdict, q[index] ?? null))
  const classIndex = Uint8Array.from(verdicts, (verdict) => spots.indexOf(verdict))
  return {
    map: 'hotSpots',
    measure: basis.measure,
    zoom,
    period: { from: basis.from, to: until(basis.until) },
    before: null,
    coverage: { days: basis.daysAsked, covered: basis.daysCovered },
    coverageBefore: null,
    scale: null,
    asKnownOn: basis.asKnownOn,
    hours: null,
    method: {
      name: basis.method,
      source: basis.source,
      parameters: plain(basis.parameters),
      compared: { cells: studyArea.cells, occupied: studyArea.occupiedCells, total: basis.count },
    },
    x,
    y,
    // The verdict is by q: z alone says little where counts are rare.
    fields: [
      { name: 'q', kind: 'chance', values: q },
      { name: 'z', kind: 'score', values: z },
      { name: 'p', kind: 'chance', values: p },
      { name: 'count', kind: 'count', values: count },
      { name: 'spot', kind: 'word', values: verdicts },
    ],
    classIndex,
    isTooFew: Uint8Array.from(count, (n) => (n < tooFewBelow ? 1 : 0)),
    classes: counted(
      classIndex,
      spots.map((spot) => ({ least: null, most: null, spot })),
    ),
    colours: spotColours,
    find: finder(zoom, x, y),
  }
}

/** Whether sources reported in the period, and in the earlier one where there is one. */
export const hasData = ({ coverage, coverageBefore }: CellSet) =>
  coverage.covered > 0 && (coverageBefore === null || coverageBefore.covered > 0)

/** The cell at a position of the set's columns. */
export const cellOf = ({ zoom, x, y }: CellSet, index: number): Cell => ({ zoom, x: x[index] ?? 0, y: y[index] ?? 0 })

/** Indices of the cells whose middles are within the bounds. */
export function within({ zoom, x, y }: CellSet, bounds: Bounds): number[] {
  const side = 2 ** zoom
  const [west, east] = [across(bounds.west) * side - 0.5, across(bounds.east) * side - 0.5]
  const [north, south] = [down(bounds.north) * side - 0.5, down(bounds.south) * side - 0.5]
  const found: number[] = []
  for (let index = 0; index < x.length; index++) {
    const [column, row] = [x[index] ?? -1, y[index] ?? -1]
    if (column >= west && column <= east && row >= north && row <= south) found.push(index)
  }
  return found
}

/** The smallest bounds around those cells; null around none. */
export function extentOf(set: CellSet, cells: readonly number[]): Bounds | null {
  return around(cells.map((index) => edgesOf(cellOf(set, index))))
}

/** All cells of the set. */
export const allOf = ({ x }: CellSet): number[] => x.map((_, index) => index)

/** What was counted in those cells, in the period or in the earlier one. */
export function sumOf(set: CellSet, cells: readonly number[], of: 'count' | 'before' = 'count'): number {
  const field = set.fields.find(({ name }) => name === of)
  return field?.kind === 'count' ? cells.reduce((sum, index) => sum + (field.values[index] ?? 0), 0) : 0
}

function counted(classIndex: Uint8Array, classes: readonly Omit<CellClass, 'cells'>[]): CellClass[] {
  const cells = new Array<number>(classes.length).fill(0)
  for (const index of classIndex) cells[index] = (cells[index] ?? 0) + 1
  return classes.map((one, index) => ({ ...one, cells: cells[index] ?? 0 }))
}

function finder(zoom: number, x: readonly number[], y: readonly number[]) {
  // Made on first use, so that a changed filter does not delay the drawing.
  let known: Map<number, number> | undefined
  const places = () => new Map(x.map((column, index) => [keyOf(column, y[index] ?? 0), index]))
  return (cell: Cell) => (cell.zoom === zoom ? (known ??= places()).get(keyOf(cell.x, cell.y)) : undefined)
}
