import type { Layer } from '@deck.gl/core'
import { MapboxOverlay } from '@deck.gl/mapbox'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useState } from 'react'
import { labelsBegin } from './baseStyle'

interface Overlay {
  /** Draws layers in the place of those before; names are written over them. */
  readonly show: (layers: readonly Layer[]) => void
}

/** An overlay of deck.gl on a base map: give `draw` to `BaseMap`; there is an overlay once the map has its style. */
export function useOverlay(): {
  readonly overlay: Overlay | undefined
  readonly draw: (map: MapLibreMap) => () => void
} {
  const [overlay, setOverlay] = useState<Overlay>()
  const draw = useCallback((map: MapLibreMap) => {
    const made = new MapboxOverlay({ interleaved: true, layers: [] })
    map.addControl(made)
    // A configured style has no layer of ours.
    const place: object = map.getLayer(labelsBegin) ? { beforeId: labelsBegin } : {}
    setOverlay({ show: (layers) => made.setProps({ layers: layers.map((layer) => layer.clone(place) as Layer) }) })
    return () => {
      setOverlay(undefined)
      // A map that was taken away has taken its controls along.
      if (map.hasControl(made)) map.removeControl(made)
    }
  }, [])
  return { overlay, draw }
}
