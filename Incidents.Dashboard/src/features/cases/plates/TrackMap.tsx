import BaseMap from '@shared/map/BaseMap'
import { labelsBegin } from '@shared/map/baseStyle'
import { colour } from '@shared/theme/colour'
import { useShownTheme } from '@shared/theme/theme'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Track } from '../lookups'
import { featuresOf, placedOf, viewOf } from './track'

/** The reads of a plate as points, and the way from one to the next as straight lines. Load it lazily: it is large. */
export default function TrackMap({ track }: { readonly track: Track }) {
  const { t } = useTranslation('cases')
  const theme = useShownTheme()
  const { center, zoom } = useMemo(() => viewOf(placedOf(track).map(({ point }) => point)), [track])
  // Another theme has other colours.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const draw = useCallback((map: MapLibreMap) => drawn(map, track), [track, theme])
  return <BaseMap label={t('trackMap', { plate: track.plate })} center={center} zoom={zoom} draw={draw} />
}

const layers = ['track-points', 'track-impossible', 'track-legs'] as const
const sources = ['track-legs', 'track-points'] as const

function drawn(map: MapLibreMap, track: Track) {
  const { legs, points } = featuresOf(track, { usual: colour('--accent'), impossible: colour('--bad') })
  // Below the names, where the ground has some.
  const before = map.getLayer(labelsBegin) === undefined ? undefined : labelsBegin
  map.addSource('track-legs', { type: 'geojson', data: legs })
  map.addSource('track-points', { type: 'geojson', data: points })
  const width = { 'line-color': ['get', 'colour'], 'line-width': 2.5 } as never
  map.addLayer(
    { id: 'track-legs', type: 'line', source: 'track-legs', filter: ['!', ['get', 'isImpossible']], paint: width },
    before,
  )
  map.addLayer(
    {
      id: 'track-impossible',
      type: 'line',
      source: 'track-legs',
      filter: ['get', 'isImpossible'],
      paint: { 'line-color': ['get', 'colour'], 'line-width': 3, 'line-dasharray': [2, 1.5] },
    },
    before,
  )
  map.addLayer(
    {
      id: 'track-points',
      type: 'circle',
      source: 'track-points',
      paint: {
        'circle-radius': 6,
        'circle-color': ['get', 'colour'],
        'circle-stroke-color': colour('--surface'),
        'circle-stroke-width': 2,
      },
    },
    before,
  )
  return () => {
    // A map that was removed has taken its style with it.
    if ((map.style as unknown) === undefined || map.getSource('track-legs') === undefined) return
    for (const layer of layers) map.removeLayer(layer)
    for (const source of sources) map.removeSource(source)
  }
}
