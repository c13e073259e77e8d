import { centreOf, edgesOf } from '../cells/cells'
import { cellOf, type CellSet } from '../cells/cellSet'
import { writeHours } from '../hours/hours'

const facts = ({ measure, period, before, coverage, coverageBefore, asKnownOn, hours }: CellSet) => ({
  measure,
  from: period.from,
  to: period.to,
  ...(before === null ? {} : { beforeFrom: before.from, beforeTo: before.to }),
  daysAsked: coverage.days,
  daysCovered: coverage.covered,
  ...(coverageBefore === null ? {} : { beforeDaysCovered: coverageBefore.covered }),
  asKnownOn: asKnownOn ?? '',
  hours: hours ? writeHours(hours) : '',
})

/** RFC 4180, a line a cell, in the order given; degrees are WGS 84, days local and included. */
export function csvOf(set: CellSet, cells: readonly number[]): string {
  const about = facts(set)
  const head = [
    'zoom',
    'x',
    'y',
    'longitude',
    'latitude',
    ...set.fields.map(({ name }) => name),
    'isTooFew',
    ...Object.keys(about),
  ]
  const lines = cells.map((index) => {
    const cell = cellOf(set, index)
    const [longitude, latitude] = centreOf(cell)
    return [
      cell.zoom,
      cell.x,
      cell.y,
      longitude.toFixed(7),
      latitude.toFixed(7),
      ...set.fields.map(({ values }) => values[index] ?? ''),
      set.isTooFew[index] === 1,
      ...Object.values(about),
    ]
  })
  return [head, ...lines].map((line) => line.map(String).map(quoted).join(',')).join('\r\n') + '\r\n'
}

/** RFC 7946: cells as polygons, in the order given. */
export function geoJsonOf(set: CellSet, cells: readonly number[]): string {
  const { map, scale } = set
  return JSON.stringify({
    type: 'FeatureCollection',
    about: { map, ...facts(set), scale },
    features: cells.map((index) => {
      const cell = cellOf(set, index)
      const { west, south, east, north } = edgesOf(cell)
      const ring = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ].map((point) => point.map((degrees) => Number(degrees.toFixed(7))))
      return {
        type: 'Feature',
        id: `${cell.zoom}/${cell.x}/${cell.y}`,
        geometry: { type: 'Polygon', coordinates: [ring] },
        properties: {
          ...Object.fromEntries(set.fields.map(({ name, values }) => [name, values[index] ?? null])),
          isTooFew: set.isTooFew[index] === 1,
        },
      }
    }),
  })
}

/** What a file of it is called. */
export const fileName = ({ map, measure, period }: CellSet, ending: string) =>
  `${map}-${measure.toLowerCase()}-${period.from}-${period.to}.${ending}`

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
