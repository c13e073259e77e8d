import { colour } from '@shared/theme/colour'
import { Loading } from '@shared/ui/states'
import type { FeatureCollection } from 'geojson'
import type { Map as MapLibreMap } from 'maplibre-gl'
import { Suspense, lazy, useCallback, useMemo } from 'react'
import type { Bounds } from './settings'
import { around, viewOf, type LegendEntry, type Shape } from './shapes'
import styles from './ResultMap.module.css'

const BaseMap = lazy(() => import('@shared/map/BaseMap'))

interface Props {
  /** What the map shows, for those who do not see it: the table beside it has the same. */
  readonly label: string
  readonly shapes: readonly Shape[]
  readonly legend: readonly LegendEntry[]
  /** What is shown where there are no shapes. */
  readonly bounds: Bounds
}

/** A small map of a result's places, with its legend. */
export function ResultMap({ label, shapes, legend, bounds }: Props) {
  const { center, zoom } = useMemo(() => viewOf(around(shapes, bounds)), [shapes, bounds])
  const draw = useCallback((map: MapLibreMap) => drawn(map, shapes), [shapes])
  return (
    <figure className={styles['figure']}>
      <div className={styles['map']}>
        <Suspense fallback={<Loading />}>
          <BaseMap label={label} center={center} zoom={zoom} draw={draw} />
        </Suspense>
      </div>
      {legend.length === 0 ? null : (
        <figcaption>
          <ul className={styles['legend']}>
            {legend.map((entry) => (
              <li key={entry.label}>
                <span
                  className={styles['swatch']}
                  style={{
                    borderColor: `var(${entry.colour})`,
                    background: `color-mix(in srgb, var(${entry.colour}) ${Math.round(entry.opacity * 100)}%, transparent)`,
                  }}
                  aria-hidden="true"
                />
                {entry.label}
              </li>
            ))}
          </ul>
        </figcaption>
      )}
    </figure>
  )
}

function drawn(map: MapLibreMap, shapes: readonly Shape[]) {
  const data: FeatureCollection = {
    type: 'FeatureCollection',
    features: shapes.map((shape) => ({
      type: 'Feature',
      properties: { colour: colour(shape.colour), opacity: shape.opacity },
      geometry: { type: 'Polygon', coordinates: [shape.ring.map(([longitude, latitude]) => [longitude, latitude])] },
    })),
  }
  // Below the names, where the ground has some.
  const before = map.getLayer('labelsBegin') === undefined ? undefined : 'labelsBegin'
  map.addSource('result', { type: 'geojson', data })
  map.addLayer(
    {
      id: 'result-areas',
      type: 'fill',
      source: 'result',
      paint: { 'fill-color': ['get', 'colour'], 'fill-opacity': ['get', 'opacity'] },
    },
    before,
  )
  map.addLayer(
    {
      id: 'result-lines',
      type: 'line',
      source: 'result',
      paint: { 'line-color': ['get', 'colour'], 'line-width': ['case', ['==', ['get', 'opacity'], 0], 2, 0.8] },
    },
    before,
  )
  return () => {
    // A map that was removed has taken its style with it.
    if ((map.style as unknown) === undefined || map.getSource('result') === undefined) return
    for (const layer of ['result-lines', 'result-areas']) map.removeLayer(layer)
    map.removeSource('result')
  }
}
