import BaseMap from '@shared/map/BaseMap'
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'

interface Point {
  readonly longitude: number
  readonly latitude: number
}

interface Props {
  readonly bounds: {
    readonly west: number
    readonly south: number
    readonly east: number
    readonly north: number
  } | null
  readonly point: Point | null
  readonly onPoint: (point: Point) => void
}

const zoom = 11
// About a metre.
const written = (degrees: number) => Number(degrees.toFixed(5))

/** A map of the town on which a place is pointed out by a click; the fields beside it take it by keyboard. */
export default function PointMap({ bounds, point, onPoint }: Props) {
  const { t } = useTranslation('upkeep')
  const label = t('placeMap')
  const told = useRef(onPoint)
  useEffect(() => {
    told.current = onPoint
  })
  const draw = useCallback((map: MapLibreMap) => {
    const take = ({ lngLat }: MapMouseEvent) =>
      told.current({ longitude: written(lngLat.lng), latitude: written(lngLat.lat) })
    map.on('click', take)
    return () => {
      map.off('click', take)
    }
  }, [])
  const mark = useMemo(() => (point === null ? undefined : { label, ...point }), [label, point])
  const center = useMemo(
    (): readonly [number, number] =>
      bounds === null ? [73.1, 49.8] : [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2],
    [bounds],
  )
  return <BaseMap label={label} center={center} zoom={zoom} mark={mark} draw={draw} />
}
