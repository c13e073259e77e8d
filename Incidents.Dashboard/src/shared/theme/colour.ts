/** Looks up a colour of the theme: MapLibre and ECharts draw on a canvas and know no CSS variables. */
export const colour = (name: `--${string}`) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** The parts of a colour of the theme, as deck.gl takes them. */
export function bytesOf(name: `--${string}`): [red: number, green: number, blue: number] {
  const value = Number.parseInt(colour(name).slice(1), 16)
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255]
}
