import type { Geometry } from 'geojson'
import { factValues, type Facts, type Value } from './facts'

export interface Column<Row> {
  readonly name: string
  readonly of: (row: Row) => Value
}

export interface Table<Row> {
  readonly facts: Facts
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
}

/** Where a row lies; only GeoJSON holds it. */
export interface Placed<Row> {
  readonly id?: (row: Row) => string
  readonly geometry: (row: Row) => Geometry | null
}

// Excel reads UTF-8 as such only with this mark.
const mark = '\uFEFF'

/**
 * RFC 4180 with a byte-order mark: a line for each row, with the facts as further columns.
 *
 * A fact with the name of a column is called `about_NAME`. A text that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function csvOf<Row>({ facts, columns, rows }: Table<Row>): string {
  const taken = new Set(columns.map(({ name }) => name))
  const about = factValues(facts)
  const head = [...taken, ...about.map(([name]) => (taken.has(name) ? `about_${name}` : name))]
  const tail = about.map(([, value]) => cellOf(value))
  const lines = rows.map((row) => [...columns.map((column) => cellOf(column.of(row))), ...tail])
  return mark + [head.map(cellOf), ...lines].map((cells) => cells.join(',') + '\r\n').join('')
}

/** RFC 7946 with the member `facts`; the properties of a feature are its row. */
export function geoJsonOf<Row>({ facts, columns, rows }: Table<Row>, { id, geometry }: Placed<Row>): string {
  return JSON.stringify({
    type: 'FeatureCollection',
    facts: Object.fromEntries(factValues(facts)),
    features: rows.map((row) => ({
      type: 'Feature',
      ...(id ? { id: id(row) } : {}),
      geometry: geometry(row),
      properties: Object.fromEntries(columns.map((column) => [column.name, column.of(row)])),
    })),
  })
}

function cellOf(value: Value): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? harmless(value) : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

// "-3.5" is a number also where it comes as text; "-1+cmd" is a formula.
const harmless = (text: string) =>
  /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? `'${text}` : text
