import { useState } from 'react'
import { extentOf, within, type CellSet } from '../cells/cellSet'
import type { Bounds } from './view'

interface Home {
  readonly town: Bounds
  readonly bounds: Bounds
}

/** What is shown of a town unless the link says otherwise: the part where something was counted at first. Other filters leave it as it is. */
export function useHome(cells: CellSet | undefined, town: { readonly bounds: Bounds }): Bounds {
  const [home, setHome] = useState<Home>()
  if (home?.town === town.bounds) return home.bounds
  const counted = cells && extentOf(cells, within(cells, town.bounds))
  if (counted) setHome({ town: town.bounds, bounds: counted })
  return counted ?? town.bounds
}
