import { useState } from 'react'
import { extentOf, within, type CellSet } from '../cells/cellSet'
import type { Bounds } from './view'

interface Home {
  readonly town: Bounds
  readonly bounds: Bounds
}

/**
 * The part of a town that the map shows by default: where something was counted with the first filters.
 * Later filters do not change it.
 */
export function useHome(cells: CellSet | undefined, town: { readonly bounds: Bounds }): Bounds {
  const [home, setHome] = useState<Home>()
  if (home?.town === town.bounds) return home.bounds
  const counted = cells && extentOf(cells, within(cells, town.bounds))
  if (counted) setHome({ town: town.bounds, bounds: counted })
  return counted ?? town.bounds
}
