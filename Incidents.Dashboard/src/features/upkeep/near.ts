interface Point {
  readonly longitude: number
  readonly latitude: number
}

interface Placed {
  readonly id: string
  readonly point?: Point | null | undefined
}

const earthMetres = 6_371_008.8
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Distance on the sphere of the earth's mean radius (haversine). */
export function metresBetween(a: Point, b: Point): number {
  const [up, across] = [radians(b.latitude - a.latitude) / 2, radians(b.longitude - a.longitude) / 2]
  const part = Math.sin(up) ** 2 + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(across) ** 2
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(part)))
}

/** Other things, the nearest first; those of which no distance is known last. */
export function nearestOf<Of extends Placed>(
  to: Placed,
  others: readonly Of[],
): readonly (Of & { readonly metres: number | undefined })[] {
  return others
    .filter(({ id }) => id !== to.id)
    .map((other) => ({
      ...other,
      metres: to.point && other.point ? metresBetween(to.point, other.point) : undefined,
    }))
    .sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity) || 0)
}

/** Bounds that hold everything within a distance of a point, away from the poles. */
export function boundsAround({ longitude, latitude }: Point, metres: number) {
  const up = (metres / earthMetres) * (180 / Math.PI)
  const across = up / Math.cos(radians(Math.min(Math.abs(latitude) + up, 89)))
  return {
    west: Math.max(longitude - across, -180),
    south: Math.max(latitude - up, -90),
    east: Math.min(longitude + across, 180),
    north: Math.min(latitude + up, 90),
  }
}
