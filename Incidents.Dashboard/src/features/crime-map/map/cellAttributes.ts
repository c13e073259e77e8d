import { cornersOfCell } from './CellLayer'
import { centreOf } from '../cells/cells'
import type { CellSet } from '../cells/cellSet'
import type { Rgb } from '../colours/oklch'

/** Middles of the cells, in degrees, once for each corner that is drawn. */
export function positionsOf({ zoom, x, y }: CellSet): Float64Array {
  const positions = new Float64Array(2 * cornersOfCell * x.length)
  for (let index = 0; index < x.length; index++) {
    const [longitude, latitude] = centreOf({ zoom, x: x[index] ?? 0, y: y[index] ?? 0 })
    for (let corner = cornersOfCell * index; corner < cornersOfCell * (index + 1); corner++) {
      positions[2 * corner] = longitude
      positions[2 * corner + 1] = latitude
    }
  }
  return positions
}

const opaque = 235
const hatchOpacity = 200

/** Four bytes as one number, in this machine's order. */
const word = ([red, green, blue]: Rgb, alpha: number) =>
  new Uint32Array(Uint8ClampedArray.of(red, green, blue, alpha).buffer)[0] ?? 0

/**
 * Fill and hatching colours of the cells, once for each corner that is drawn.
 *
 * Hot spots are not hatched: their class depends on the neighbourhood, not on the cell's own count.
 */
export function coloursOf(
  { map, classIndex, isTooFew }: CellSet,
  palette: readonly Rgb[],
  hatch: Rgb,
): { readonly fill: Uint8ClampedArray; readonly hatching: Uint8ClampedArray } {
  const fill = new Uint32Array(cornersOfCell * classIndex.length)
  const hatching = new Uint32Array(cornersOfCell * classIndex.length)
  const colours = palette.map((rgb) => word(rgb, opaque))
  const hatched = word(hatch, hatchOpacity)
  const isHatched = map !== 'hotSpots'
  for (let index = 0; index < classIndex.length; index++) {
    const [from, until] = [cornersOfCell * index, cornersOfCell * (index + 1)]
    fill.fill(colours[classIndex[index] ?? 0] ?? 0, from, until)
    if (isHatched && isTooFew[index] === 1) hatching.fill(hatched, from, until)
  }
  return { fill: new Uint8ClampedArray(fill.buffer), hatching: new Uint8ClampedArray(hatching.buffer) }
}
