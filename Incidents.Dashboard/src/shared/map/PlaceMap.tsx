import type { Map as MapLibreMap } from 'maplibre-gl'
import { useCallback } from 'react'
import BaseMap from './BaseMap'
import { maplibre } from './maplibre'
import baseMap from './BaseMap.module.css'

interface Props {
  readonly label: string
  readonly longitude: number
  readonly latitude: number
}

/** One place. */
export default function PlaceMap({ label, longitude, latitude }: Props) {
  const draw = useCallback(
    (map: MapLibreMap) => {
      const element = document.createElement('div')
      element.className = baseMap['pin'] ?? ''
      // MapLibre would call it a button.
      element.setAttribute('role', 'img')
      element.setAttribute('aria-label', label)
      const pin = new maplibre.Marker({ element }).setLngLat([longitude, latitude]).addTo(map)
      return () => {
        pin.remove()
      }
    },
    [label, longitude, latitude],
  )
  return <BaseMap label={label} center={[longitude, latitude]} zoom={10.5} draw={draw} />
}
