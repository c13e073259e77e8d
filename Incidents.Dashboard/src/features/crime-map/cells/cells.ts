import { across, down, latitudeAt, longitudeAt, type Bounds } from '../map/view'

/** A cell of the Web-Mercator quadtree: column from 180° W and row from the north edge, at a zoom. */
export interface Cell {
  readonly zoom: number
  readonly x: number
  readonly y: number
}

const equatorMetres = 40_075_016.686

export function cellAt(longitude: number, latitude: number, zoom: number): Cell {
  const side = 2 ** zoom
  return { zoom, x: Math.floor(across(longitude) * side), y: Math.floor(down(latitude) * side) }
}

export function edgesOf({ zoom, x, y }: Cell): Bounds {
  const side = 2 ** zoom
  return {
    west: longitudeAt(x / side),
    east: longitudeAt((x + 1) / side),
    north: latitudeAt(y / side),
    south: latitudeAt((y + 1) / side),
  }
}

export function centreOf({ zoom, x, y }: Cell): readonly [longitude: number, latitude: number] {
  const side = 2 ** zoom
  return [longitudeAt((x + 0.5) / side), latitudeAt((y + 0.5) / side)]
}

/** A cell's side on the ground. */
export const sideMetres = (zoom: number, latitude: number) =>
  (equatorMetres * Math.cos((latitude * Math.PI) / 180)) / 2 ** zoom

/** One number for column and row, exact up to zoom 26. */
export const keyOf = (x: number, y: number) => x * 2 ** 26 + y

export const writeCell = ({ zoom, x, y }: Cell) => `${zoom}/${x}/${y}`

export function readCell(text: string | undefined): Cell | undefined {
  const [zoom, x, y] = (text ?? '').split('/').map(Number)
  return zoom === undefined || x === undefined || y === undefined ? undefined : { zoom, x, y }
}
