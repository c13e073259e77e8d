import type { StyleSpecification } from 'maplibre-gl'
import type { BaseMap, NamedCity } from '../catalogue/useCatalogue'

/** Looks up a colour of the theme: MapLibre and ECharts draw on a canvas and know no CSS variables. */
export const colour = (name: `--${string}`) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/**
 * The style of all maps: the configured base map, or plain land with the outlines of the installation's towns.
 *
 * A configured style is given by its address.
 */
export function baseStyle(baseMap: BaseMap | null, cities: readonly NamedCity[]): StyleSpecification | string {
  if (baseMap?.kind === 'STYLE') return baseMap.url
  const towns = {
    type: 'FeatureCollection' as const,
    features: cities.flatMap(({ bounds }) => (bounds ? [rectangle(bounds)] : [])),
  }
  const style: StyleSpecification = {
    version: 8,
    sources: { towns: { type: 'geojson', data: towns } },
    layers: [
      { id: 'land', type: 'background', paint: { 'background-color': colour('--map-land') } },
      { id: 'towns', type: 'fill', source: 'towns', paint: { 'fill-color': colour('--map-town') } },
    ],
  }
  if (baseMap) {
    const attribution = baseMap.attribution ? { attribution: escape(baseMap.attribution) } : {}
    style.sources['base'] =
      baseMap.kind === 'PMTILES'
        ? {
            type: 'raster',
            url: `pmtiles://${new URL(baseMap.url, location.href).href}`,
            tileSize: 256,
            ...attribution,
          }
        : {
            type: 'raster',
            tiles: [new URL(baseMap.url, location.origin).href.replaceAll('%7B', '{').replaceAll('%7D', '}')],
            tileSize: 256,
            ...attribution,
          }
    style.layers.push({ id: 'base', type: 'raster', source: 'base' })
  }
  return style
}

function rectangle({ west, south, east, north }: NonNullable<NamedCity['bounds']>) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Feature' as const, properties: {}, geometry: { type: 'Polygon' as const, coordinates: [ring] } }
}

// MapLibre takes attributions for HTML.
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
