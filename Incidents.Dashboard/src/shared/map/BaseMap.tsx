import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue/useCatalogue'
import { printMap } from '../print/mapPicture'
import { baseOf, baseStyle } from './baseStyle'
import { maplibre } from './maplibre'
import { PanControl } from './PanControl'
import { pinOf, type Mark } from './pin'
import { useGround, type Styled } from './useGround'
import styles from './BaseMap.module.css'

interface Props {
  /** What the map shows, for those who do not see it. */
  readonly label: string
  readonly center: readonly [longitude: number, latitude: number]
  readonly zoom: number
  /** The boundaries are those of this day, default today. */
  readonly day?: string
  /** A place that is pointed out. The map flies to a new one. */
  readonly mark?: Mark | undefined
  /** Draws on the map once its style is there, and again after the base map has changed; what it returns takes that away. */
  readonly draw?: (map: MapLibreMap) => (() => void) | undefined
}

/**
 * A MapLibre map on the ground that the pages have, or on the configured base map. Load it lazily: it is large.
 *
 * Layers of data lie below the names if they are added before the layer `labelsBegin`.
 */
export default function BaseMap({ label, center, zoom, day, mark, draw }: Props) {
  const { t } = useTranslation('shared')
  const frame = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<MapLibreMap>()
  const [styled, setStyled] = useState<Styled>()
  const flies = useRef(false)
  const [longitude, latitude] = center
  const { baseMap } = useCatalogue()

  useEffect(() => {
    if (!frame.current) return
    const made = new maplibre.Map({
      container: frame.current,
      style: { version: 8, sources: {}, layers: [] },
      center: [longitude, latitude],
      zoom,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      locale: {
        'Map.Title': label,
        'NavigationControl.ZoomIn': t('zoomIn'),
        'NavigationControl.ZoomOut': t('zoomOut'),
        'ScaleControl.Meters': t('metre'),
        'ScaleControl.Kilometers': t('kilometre'),
        'AttributionControl.ToggleAttribution': t('attribution'),
      },
    })
    made.touchZoomRotate.disableRotation()
    made.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right')
    made.addControl(new maplibre.ScaleControl({ unit: 'metric', maxWidth: 120 }), 'top-right')
    // Panels of pages lie at the other corners.
    made.addControl(new maplibre.AttributionControl({ compact: true }), 'top-right')
    made.addControl(
      new PanControl({ up: t('moveUp'), left: t('moveLeft'), right: t('moveRight'), down: t('moveDown') }),
      'top-right',
    )
    setMap(made)
    const endPrint = printMap(made)
    return () => {
      endPrint()
      setMap(undefined)
      made.remove()
    }
    // A moved centre moves the map that is there, below.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [label, t])

  // The page moves the map to a new mark in a later step.
  useEffect(() => {
    flies.current = mark !== undefined
  }, [mark])

  useEffect(() => {
    // A page may report the position that the map reached by itself: this must not stop a movement.
    if (!map || isThere(map, longitude, latitude, zoom)) return
    const there = { center: [longitude, latitude] as [number, number], zoom }
    if (flies.current) map.flyTo({ ...there, maxDuration: 2_000 })
    else map.jumpTo(there)
    flies.current = false
  }, [map, longitude, latitude, zoom])

  useEffect(() => {
    if (!map || !mark) return
    const pin = pinOf(mark).addTo(map)
    return () => void pin.remove()
  }, [map, mark])

  useEffect(() => {
    if (!map) return
    let isOver = false
    frame.current?.setAttribute('data-ready', 'false')
    void baseOf(baseMap).then((base) => {
      if (isOver) return
      void map.once('style.load', () => {
        if (!isOver) setStyled({ map, base })
      })
      map.setStyle(baseStyle(base), { diff: false })
    })
    return () => {
      isOver = true
      setStyled(undefined)
    }
  }, [map, baseMap])

  useEffect(() => {
    if (!styled) return
    frame.current?.setAttribute('data-ready', 'true')
    return draw?.(styled.map)
  }, [styled, draw])

  useGround(styled, day)

  return (
    <div className={styles['map']} data-map>
      <div ref={frame} className={styles['canvas']} data-ready="false" />
    </div>
  )
}

// To the digits that a link keeps.
function isThere(map: MapLibreMap, longitude: number, latitude: number, zoom: number) {
  const { lng, lat } = map.getCenter()
  return Math.abs(lng - longitude) < 1e-5 && Math.abs(lat - latitude) < 1e-5 && Math.abs(map.getZoom() - zoom) < 0.006
}
