import { colour } from '@shared/theme/colour'
import { useShownTheme } from '@shared/theme/theme'
import type { Geometry } from 'geojson'
import type { GeoJSONSource, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect } from 'react'

const source = 'chosen-area'

/** Draws the chosen area, or what is drawn of it so far, over the cells. */
export function useAreaOnMap(map: MapLibreMap | undefined, geometry: Geometry | undefined) {
  const theme = useShownTheme()

  useEffect(() => {
    if (!map || map._removed) return
    const line = colour('--accent')
    map.addSource(source, { type: 'geojson', data: { type: 'FeatureCollection', features: [] } })
    map.addLayer({ id: source, type: 'fill', source, paint: { 'fill-color': line, 'fill-opacity': 0.08 } })
    map.addLayer({ id: `${source}-line`, type: 'line', source, paint: { 'line-color': line, 'line-width': 2.5 } })
    return () => {
      // A map that was taken away has taken its layers along.
      if (map._removed || map.getLayer(source) === undefined) return
      map.removeLayer(`${source}-line`)
      map.removeLayer(source)
      map.removeSource(source)
    }
  }, [map, theme])

  useEffect(() => {
    if (!map || map._removed) return
    void map
      .getSource<GeoJSONSource>(source)
      ?.setData(geometry ? { type: 'Feature', properties: {}, geometry } : { type: 'FeatureCollection', features: [] })
  }, [map, geometry, theme])
}
