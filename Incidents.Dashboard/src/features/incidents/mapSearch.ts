import type { RegisterSearch } from './search'

/** What of the link the map of incidents shows too; undefined where the link has no part of the map. */
export function mapSearchOf({ city, category, from, to, cells, within, boundary, hours }: RegisterSearch) {
  if (cells === undefined && within === undefined && boundary === undefined && hours === undefined) return undefined
  return {
    // The map is of one town and has one chosen cell.
    ...(city?.[0] === undefined ? {} : { city: city[0] }),
    ...(category === undefined ? {} : { category }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(cells?.length === 1 && cells[0] !== undefined ? { cell: cells[0] } : {}),
    ...(within === undefined ? {} : { within }),
    ...(boundary === undefined ? {} : { boundary }),
    ...(hours === undefined ? {} : { hours }),
  }
}
