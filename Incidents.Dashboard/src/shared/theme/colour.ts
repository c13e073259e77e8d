/** Looks up a colour of the theme: MapLibre and ECharts draw on a canvas and know no CSS variables. */
export const colour = (name: `--${string}`) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
