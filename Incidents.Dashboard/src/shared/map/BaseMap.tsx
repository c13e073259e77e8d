import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCatalogue } from '../catalogue/useCatalogue'
import { printMap } from '../print/mapPicture'
import { useShownTheme } from '../theme/theme'
import { maplibre } from './maplibre'
import { baseStyle } from './baseStyle'
import { nameTowns } from './townNames'
import styles from './BaseMap.module.css'

interface Props {
  /** What the map shows, for those who do not see it. */
  readonly label: string
  readonly center: readonly [longitude: number, latitude: number]
  readonly zoom: number
  /** Draws on the map once its style is there, and again after the theme or the base map has changed; what it returns takes that away. */
  readonly draw?: (map: MapLibreMap) => (() => void) | undefined
}

/** A MapLibre map over the configured base map, or over our own towns where there is none. Load it lazily: it is large. */
export default function BaseMap({ label, center, zoom, draw }: Props) {
  const { t } = useTranslation('shared')
  const frame = useRef<HTMLDivElement>(null)
  const [map, setMap] = useState<MapLibreMap>()
  const [longitude, latitude] = center
  const { cities, baseMap } = useCatalogue()
  const theme = useShownTheme()

  useEffect(() => {
    if (!frame.current) return
    const made = new maplibre.Map({
      container: frame.current,
      style: { version: 8, sources: {}, layers: [] },
      center: [longitude, latitude],
      zoom,
      attributionControl: { compact: true },
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

  useEffect(() => {
    // A page may report the position that the map reached by itself: this must not stop a movement.
    if (map && !isThere(map, longitude, latitude, zoom)) map.jumpTo({ center: [longitude, latitude], zoom })
  }, [map, longitude, latitude, zoom])

  useEffect(() => {
    if (!map) return
    frame.current?.setAttribute('data-ready', 'false')
    map.setStyle(baseStyle(baseMap, cities), { diff: false })
    const unname = baseMap ? undefined : nameTowns(map, cities)
    let undraw: (() => void) | undefined
    const drawn = () => {
      frame.current?.setAttribute('data-ready', 'true')
      undraw = draw?.(map)
    }
    void map.once('style.load', drawn)
    return () => {
      map.off('style.load', drawn)
      undraw?.()
      unname?.()
    }
  }, [map, baseMap, cities, theme, draw])

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
