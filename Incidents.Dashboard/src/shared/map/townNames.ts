import type { Map as MapLibreMap } from 'maplibre-gl'
import type { NamedCity } from '../catalogue/useCatalogue'
import { maplibre } from './maplibre'
import baseMap from './BaseMap.module.css'

const margin = 6

/**
 * Writes the name of each town at the top of its visible part, never across the edge of the map.
 *
 * @returns A function that removes the names.
 */
export function nameTowns(map: MapLibreMap, cities: readonly NamedCity[]): () => void {
  const names = cities.flatMap(({ name, bounds }) => (bounds ? [nameOf(map, name, bounds)] : []))
  const arrange = () => {
    for (const name of names) name.arrange()
  }
  arrange()
  map.on('move', arrange)
  map.on('resize', arrange)
  return () => {
    map.off('move', arrange)
    map.off('resize', arrange)
    for (const name of names) name.remove()
  }
}

// Names are elements, not glyphs: glyphs would have to come from a server.
function nameOf(map: MapLibreMap, name: string, { west, south, east, north }: NonNullable<NamedCity['bounds']>) {
  const element = document.createElement('span')
  element.className = baseMap['town'] ?? ''
  element.textContent = name
  // MapLibre would call it a button; the map's own label says what there is.
  element.setAttribute('aria-hidden', 'true')
  const marker = new maplibre.Marker({ element, anchor: 'bottom' }).setLngLat([(west + east) / 2, north]).addTo(map)
  const { offsetWidth: width, offsetHeight: height } = element

  const arrange = () => {
    const frame = map.getContainer()
    const topLeft = map.project([west, north])
    const bottomRight = map.project([east, south])
    const left = Math.max(topLeft.x, 0)
    const right = Math.min(bottomRight.x, frame.clientWidth)
    element.hidden = left >= right || bottomRight.y <= 0 || topLeft.y >= frame.clientHeight
    if (element.hidden) return
    const x = within((left + right) / 2, width / 2 + margin, frame.clientWidth - width / 2 - margin)
    const y = within(topLeft.y, height + margin, frame.clientHeight - margin)
    marker.setLngLat(map.unproject([x, y]))
  }
  return { arrange, remove: () => marker.remove() }
}

const within = (value: number, least: number, most: number) => Math.min(Math.max(value, least), Math.max(least, most))
