import type { Basis } from '../queries'

/** A parameter of a result by its name in the schema. */
export const parameterOf = (basis: Basis, name: string): unknown =>
  basis.parameters.find((parameter) => parameter.name === name)?.value

const kmPerDegree = 111.2

/** Width and height of a rectangle on the ground; undefined for what is none. */
export function sizeOf(bounds: unknown): { readonly widthKm: number; readonly heightKm: number } | undefined {
  if (typeof bounds !== 'object' || bounds === null) return undefined
  const { west, south, east, north } = bounds as Record<string, unknown>
  if (![west, south, east, north].every((edge) => typeof edge === 'number')) return undefined
  const [w, s, e, n] = [west, south, east, north] as [number, number, number, number]
  return {
    widthKm: (e - w) * kmPerDegree * Math.cos(((s + n) * Math.PI) / 360),
    heightKm: (n - s) * kmPerDegree,
  }
}
