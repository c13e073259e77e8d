import { centreOf } from './cells'
import type { CellSet } from './cellSet'
import type { Rgb } from './oklch'

/** Middles of the cells, in degrees. */
export function positionsOf({ zoom, x, y }: CellSet): Float64Array {
  const positions = new Float64Array(2 * x.length)
  for (let index = 0; index < x.length; index++)
    positions.set(centreOf({ zoom, x: x[index] ?? 0, y: y[index] ?? 0 }), 2 * index)
  return positions
}

const opaque = 235

/** Fill and hatching of the cells. Hot spots are not hatched: their verdict rests on the neighbourhood, not on the cell's own count. */
export function coloursOf(
  { map, classIndex, tooFew }: CellSet,
  palette: readonly Rgb[],
  hatch: Rgb,
): { readonly fill: Uint8ClampedArray; readonly hatching: Uint8ClampedArray } {
  const fill = new Uint8ClampedArray(4 * classIndex.length)
  const hatching = new Uint8ClampedArray(4 * classIndex.length)
  const isHatched = map !== 'hotSpots'
  for (let index = 0; index < classIndex.length; index++) {
    fill.set(palette[classIndex[index] ?? 0] ?? [0, 0, 0], 4 * index)
    fill[4 * index + 3] = opaque
    if (!isHatched || tooFew[index] === 0) continue
    hatching.set(hatch, 4 * index)
    hatching[4 * index + 3] = 200
  }
  return { fill, hatching }
}
