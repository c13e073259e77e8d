import type { LayerSpecification, SourceSpecification, StyleSpecification } from 'maplibre-gl'
import { PMTiles, TileType } from 'pmtiles'
import type { BaseMap } from '../catalogue/useCatalogue'
import { colour } from '../theme/colour'
import { groundColours, type GroundColours } from './groundColours'
import { protocol } from './maplibre'
import { streetLayers, streets } from './streetStyle'

export { colour }

/** The layer below which the ground ends. */
export const groundEnd = 'ground-end'
/** The layer below which all layers of data are: names are written over them. */
export const labelsBegin = 'labels-begin'

/** What the configuration or the host gives the map to stand on. */
export type Base =
  | { readonly kind: 'none' }
  | { readonly kind: 'style'; readonly url: string }
  | { readonly kind: 'raster' | 'vector'; readonly source: SourceSpecification }

/** Finds out what a base map is; an archive says by itself whether it has pictures or vector tiles. */
export async function baseOf(baseMap: BaseMap | null): Promise<Base> {
  if (!baseMap) return { kind: 'none' }
  const attribution = baseMap.attribution ? { attribution: escaped(baseMap.attribution) } : {}
  if (baseMap.kind === 'STYLE') return { kind: 'style', url: baseMap.url }
  if (baseMap.kind === 'RASTER') return raster({ tiles: [template(baseMap.url)], ...attribution })
  if (baseMap.kind === 'VECTOR')
    return vector({ tiles: [template(baseMap.url)], minzoom: 0, maxzoom: 14, ...attribution })
  const address = new URL(baseMap.url, location.href).href
  const archive = { url: `pmtiles://${address}`, ...attribution }
  return (await hasVectorTiles(address)) ? vector(archive) : raster(archive)
}

const raster = (source: object): Base => ({ kind: 'raster', source: { type: 'raster', tileSize: 256, ...source } })
const vector = (source: object): Base => ({ kind: 'vector', source: { type: 'vector', ...source } })

// An archive that cannot be read is asked again by the map, which reports it.
async function hasVectorTiles(address: string): Promise<boolean> {
  const archive = new PMTiles(address)
  protocol.add(archive)
  const header = await archive.getHeader().catch(() => undefined)
  return header?.tileType === TileType.Mvt
}

/** The style of all maps before the ground is there: land, or the configured base map. A configured style is given by its address. */
export function baseStyle(base: Base): StyleSpecification | string {
  if (base.kind === 'style') return base.url
  const colours = groundColours[shownTheme()]
  const style: StyleSpecification = {
    version: 8,
    // A changed theme is drawn at once, also on paper.
    transition: { duration: 0, delay: 0 },
    sources: {},
    layers: [land(colours)],
  }
  if (base.kind !== 'none') style.sources[base.kind === 'raster' ? 'base' : streets] = base.source
  if (base.kind === 'raster') style.layers.push({ id: 'base', type: 'raster', source: 'base' })
  if (base.kind === 'vector') style.layers.push(...streetLayers(colours))
  style.layers.push(anchor(groundEnd), anchor(labelsBegin))
  return style
}

/** The theme that the page has now. */
export const shownTheme = () => (document.documentElement.dataset['theme'] === 'dark' ? 'dark' : 'light')

export const land = (colours: GroundColours): LayerSpecification => ({
  id: 'land',
  type: 'background',
  paint: { 'background-color': colours.land },
})

const anchor = (id: string): LayerSpecification => ({ id, type: 'background', layout: { visibility: 'none' } })

// MapLibre reads braces, and asks for whole addresses.
const template = (url: string) => new URL(url, location.origin).href.replaceAll('%7B', '{').replaceAll('%7D', '}')

// MapLibre takes attributions for HTML.
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
