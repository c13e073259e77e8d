import { contains, polygonOf, squareKilometres, type Area } from '@shared/area/area'
import { useAnswer } from '@shared/graphql/useAnswer'
import type { Geometry } from 'geojson'
import { useMemo } from 'react'
import { centreOf } from '../cells/cells'
import { cellOf, type CellSet } from '../cells/cellSet'
import { boundaryQuery } from '../queries'

export interface ChosenArea {
  readonly geometry: Geometry
  readonly squareKilometres: number
  /** The cells whose middles lie in it. */
  readonly cells: readonly number[]
}

/** The shape of the chosen area and its cells; undefined where none is chosen, or while its boundary is not known. */
export function useArea(area: Area | undefined, at: string, cells: CellSet | undefined): ChosenArea | undefined {
  const isBoundary = area?.kind === 'boundary'
  const { data } = useAnswer(boundaryQuery, { at, set: isBoundary ? area.set : '' }, { pause: !isBoundary })
  const geometry = useMemo(() => {
    if (area === undefined) return undefined
    if (area.kind === 'within') return polygonOf(area.points)
    return data?.boundaries?.find(({ name }) => name === area.name)?.geoJson as Geometry | undefined
  }, [area, data])
  return useMemo(() => {
    if (geometry === undefined) return undefined
    const found: number[] = []
    for (let index = 0; index < (cells?.x.length ?? 0); index++) {
      const [longitude, latitude] = cells ? centreOf(cellOf(cells, index)) : [0, 0]
      if (contains(geometry, longitude, latitude)) found.push(index)
    }
    return { geometry, squareKilometres: squareKilometres(geometry), cells: found }
  }, [geometry, cells])
}
