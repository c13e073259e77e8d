interface Point {
  readonly longitude: number
  readonly latitude: number
}

const metresOfDegree = 111_195

/** Metres between two places that are not far from each other, on a flat map around the first one. */
export function metresBetween(one: Point, other: Point): number {
  const north = (other.latitude - one.latitude) * metresOfDegree
  const east = (other.longitude - one.longitude) * metresOfDegree * Math.cos((one.latitude * Math.PI) / 180)
  return Math.hypot(north, east)
}
