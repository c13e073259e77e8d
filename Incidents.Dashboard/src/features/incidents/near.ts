/** A circle on the map. */
export interface Near {
  readonly longitude: number
  readonly latitude: number
  readonly radiusMetres: number
}

const mostMetres = 10_000
const digits = 6
const written = /^-?\d{1,3}(\.\d{1,9})?,-?\d{1,2}(\.\d{1,9})?,\d{1,5}$/

/** Reads `longitude,latitude,metres`, at most 10 km around. */
export function readNear(text: string | undefined): Near | undefined {
  if (text === undefined || !written.test(text)) return undefined
  const [longitude = 0, latitude = 0, radiusMetres = 0] = text.split(',').map(Number)
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 && radiusMetres > 0 && radiusMetres <= mostMetres
    ? { longitude, latitude, radiusMetres }
    : undefined
}

export const writeNear = ({ longitude, latitude, radiusMetres }: Near) =>
  `${Number(longitude.toFixed(digits))},${Number(latitude.toFixed(digits))},${Math.round(radiusMetres)}`
