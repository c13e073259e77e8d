import { maplibre } from './maplibre'
import baseMap from './BaseMap.module.css'

/** A place that a map points out. */
export interface Mark {
  /** What it is, for those who do not see it. */
  readonly label: string
  readonly longitude: number
  readonly latitude: number
}

/** A pin; it takes no clicks. */
export function pinOf({ label, longitude, latitude }: Mark) {
  const element = document.createElement('div')
  element.className = baseMap['pin'] ?? ''
  // MapLibre would call it a button.
  element.setAttribute('role', 'img')
  element.setAttribute('aria-label', label)
  return new maplibre.Marker({ element }).setLngLat([longitude, latitude])
}
