import type { Facts, Value } from '@shared/export/facts'
import type { Column, Placed, Table } from '@shared/export/table'
import { centreOf, edgesOf, writeCell } from '../cells/cells'
import { cellOf, type CellSet } from '../cells/cellSet'
import type { PartlyCovered } from '../cells/useTownCoverage'
import { writeHours } from '@shared/hours/hours'
import type { Bounds } from '../map/view'
import type { Settings } from '../search/settings'

/** Which cells a file holds: all of the map's, those in view, or those of the selection. */
export type Extent = 'all' | 'inView' | 'selection'

export interface Taken {
  readonly set: CellSet
  readonly cells: readonly number[]
  readonly extent: Extent
  /** The part of the world in view. */
  readonly view: Bounds
  readonly settings: Settings
  readonly towns: readonly { readonly code: string; readonly bounds: Bounds }[]
  readonly partly: readonly PartlyCovered[]
}

type Server = Pick<Facts, 'asOf' | 'source' | 'simulated'>

/** The rows of a file, one for each cell, and what they are. */
export function tableOf(taken: Taken, server: Server): Table<number> & Placed<number> {
  const { set, cells } = taken
  const at = (index: number, axis: 0 | 1) => Number(centreOf(cellOf(set, index))[axis].toFixed(7))
  const columns: Column<number>[] = [
    { name: 'zoom', of: () => set.zoom },
    { name: 'x', of: (index) => set.x[index] ?? null },
    { name: 'y', of: (index) => set.y[index] ?? null },
    { name: 'longitude', of: (index) => at(index, 0) },
    { name: 'latitude', of: (index) => at(index, 1) },
    ...set.fields.map(({ name, values }) => ({ name, of: (index: number): Value => values[index] ?? null })),
    { name: 'isTooFew', of: (index) => set.isTooFew[index] === 1 },
  ]
  return {
    facts: { ...factsOf(taken), ...server },
    columns,
    rows: cells,
    id: (index) => writeCell(cellOf(set, index)),
    geometry: (index) => ({ type: 'Polygon', coordinates: [ringOf(edgesOf(cellOf(set, index)))] }),
  }
}

function factsOf({ set, extent, view, settings, towns, partly }: Taken): Omit<Facts, keyof Server> {
  const { period, before, coverage, coverageBefore, hours, method } = set
  const town = towns.find(({ code }) => code === settings.city)
  const whole = set.map === 'hotSpots' ? `rectangle of ${town?.code ?? ''} ${edges(town?.bounds)}` : codes(towns)
  return {
    area: extent === 'inView' ? `in view ${edges(view)}` : extent === 'selection' ? 'selection' : whole,
    period,
    counted: set.measure,
    categories: settings.categories,
    knownAt: set.asKnownOn,
    method: method.name,
    parameters: {
      town: settings.city,
      cells: extent,
      ...(before === null ? {} : { beforeFrom: before.from, beforeTo: before.to }),
      hours: hours ? writeHours(hours) : 'all',
      daysAsked: coverage.days,
      daysCovered: coverage.covered,
      ...(coverageBefore === null ? {} : { beforeDaysCovered: coverageBefore.covered }),
      townsWithoutAllDays: partly
        .map(({ town: { code }, coverage: { covered, days } }) => `${code} ${covered}/${days}`)
        .join(', '),
      ...Object.fromEntries(Object.entries(method.parameters).filter(([name]) => !said.includes(name))),
      ...(method.compared ? { cellsTested: method.compared.cells } : {}),
      methodSource: method.source,
    },
  }
}

// The last day of the earlier period is given as `beforeTo`; a cell's zoom is in its row.
const said = ['beforeFrom', 'beforeUntil', 'zoom']

const codes = (towns: Taken['towns']) => towns.map(({ code }) => code).join(' ')
const edges = (bounds: Bounds | undefined) =>
  bounds ? [bounds.west, bounds.south, bounds.east, bounds.north].map((edge) => edge.toFixed(5)).join(',') : ''

/** Counter-clockwise, as RFC 7946 wants it. */
const ringOf = ({ west, south, east, north }: Bounds) =>
  [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ].map((point) => point.map((degrees) => Number(degrees.toFixed(7))))
