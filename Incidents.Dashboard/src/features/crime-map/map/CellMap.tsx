import type { Layer } from '@deck.gl/core'
import { MapboxOverlay } from '@deck.gl/mapbox'
import { GeoJsonLayer } from '@deck.gl/layers'
import BaseMap from '@shared/map/BaseMap'
import { labelsBegin } from '@shared/map/baseStyle'
import type { Found } from '@shared/map/MapSearch'
import { bytesOf } from '@shared/theme/colour'
import { useShownTheme } from '@shared/theme/theme'
import type { Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { CellLayer, cornersOfCell } from './CellLayer'
import { HatchedLayer } from './HatchedLayer'
import { coloursOf, positionsOf } from './cellAttributes'
import { cellAt, edgesOf, type Cell } from '../cells/cells'
import type { CellSet } from '../cells/cellSet'
import type { PartlyCovered } from '../cells/useTownCoverage'
import type { Rgb } from '../colours/oklch'
import type { Bounds, View } from './view'

export interface Pointed {
  readonly cell: Cell
  /** Pixels from the map's corner. */
  readonly left: number
  readonly top: number
}

interface Props {
  readonly label: string
  readonly view: View
  readonly cells: CellSet | undefined
  /** Towns without data of some or all of the days. */
  readonly partly: readonly PartlyCovered[]
  readonly marked: Cell | undefined
  readonly found: Found | undefined
  /** The boundaries are those of this day. */
  readonly day: string
  readonly onView: (view: View) => void
  readonly onPoint: (pointed: Pointed | undefined) => void
  readonly onChoose: (cell: Cell | undefined) => void
  /** Hands out the map while it is there: a picture is taken of it. */
  readonly onMap: (map: MapLibreMap | undefined) => void
}

// Deck's common space: the world is so many units wide.
const world = 512
// A little ground shows between cells, and whole towns still show where cells are smaller than a pixel.
const filled = 0.94
const leastHalfPixels = 1.2
const settledMilliseconds = 150

/** The cells on the map. Load it lazily: it is large. */
export default function CellMap({ label, view, cells, partly, marked, found, day, onMap, ...events }: Props) {
  const theme = useShownTheme()
  const [drawn, setDrawn] = useState<{ readonly map: MapLibreMap; readonly overlay: MapboxOverlay }>()
  const latest = useRef({ ...events, cells })
  useEffect(() => {
    latest.current = { ...events, cells }
  })

  const draw = useCallback(
    (map: MapLibreMap) => {
      const overlay = new MapboxOverlay({ interleaved: true, layers: [] })
      map.addControl(overlay)
      setDrawn({ map, overlay })
      onMap(map)
      const stopListening = listen(map, latest)
      return () => {
        stopListening()
        onMap(undefined)
        setDrawn(undefined)
        // A map that was taken away has taken its controls along.
        if (map.hasControl(overlay)) map.removeControl(overlay)
      }
    },
    [onMap],
  )

  const positions = useMemo(() => cells && positionsOf(cells), [cells])
  useEffect(() => {
    if (!drawn) return
    // Names are written over the cells. A configured style has none of ours.
    const place: object = drawn.map.getLayer(labelsBegin) ? { beforeId: labelsBegin } : {}
    const layers = [
      noDataLayer(partly),
      cells && positions ? cellLayer(cells, positions, cells.colours(theme)) : null,
      marked ? markLayer(marked) : null,
    ]
    drawn.overlay.setProps({ layers: layers.map((layer) => layer?.clone(place) as Layer | undefined) })
  }, [drawn, cells, partly, positions, marked, theme])

  const mark = useMemo(() => found && { label: found.name, ...found }, [found])
  return (
    <BaseMap
      label={label}
      center={[view.longitude, view.latitude]}
      zoom={view.zoom}
      day={day}
      mark={mark}
      draw={draw}
    />
  )
}

function cellLayer(cells: CellSet, positions: Float64Array, palette: readonly Rgb[]) {
  const { fill, hatching } = coloursOf(cells, palette, bytesOf('--map-town'))
  return new CellLayer({
    id: 'cells',
    data: {
      length: cornersOfCell * cells.x.length,
      attributes: {
        getPosition: { value: positions, size: 2 },
        getFillColor: { value: fill, size: 4 },
        getHatchColor: { value: hatching, size: 4 },
      },
    },
    halfSide: (filled * world) / 2 ** cells.zoom / 2,
    leastHalfPixels,
  })
}

// A town without any data is marked more strongly than one with data of some days.
const noDataLayer = (partly: readonly PartlyCovered[]) =>
  new HatchedLayer<PartlyCovered>({
    id: 'no-data',
    data: partly,
    getPolygon: ({ town: { bounds } }) => ringOf(bounds),
    getFillColor: ({ coverage }) => [...bytesOf('--line-strong'), coverage.covered === 0 ? 220 : 110],
  })

function markLayer(cell: Cell) {
  const ring = ringOf(edgesOf(cell))
  return new GeoJsonLayer({
    id: 'marked',
    data: [{ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates: [ring] } }],
    filled: false,
    stroked: true,
    getLineColor: bytesOf('--text'),
    lineWidthUnits: 'pixels',
    getLineWidth: 2.5,
  })
}

const ringOf = ({ west, south, east, north }: Bounds): [number, number][] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
]

/** A colour of the theme, `#rrggbb`, as bytes. */
type Latest = React.RefObject<Pick<Props, 'onView' | 'onPoint' | 'onChoose'> & { readonly cells: CellSet | undefined }>

// The cell under the pointer follows from its degrees: nothing need be drawn to find it.
function listen(map: MapLibreMap, latest: Latest) {
  let settled: ReturnType<typeof setTimeout> | undefined
  const found = ({ lngLat }: MapMouseEvent) => {
    const { cells } = latest.current
    if (!cells) return undefined
    const cell = cellAt(lngLat.lng, lngLat.lat, cells.zoom)
    return cells.find(cell) === undefined ? undefined : cell
  }
  const moved = () => {
    clearTimeout(settled)
    settled = setTimeout(() => {
      const { lng, lat } = map.getCenter()
      latest.current.onView({ longitude: lng, latitude: lat, zoom: map.getZoom() })
    }, settledMilliseconds)
  }
  const pointed = (event: MapMouseEvent) => {
    const cell = found(event)
    map.getCanvas().style.cursor = cell ? 'pointer' : ''
    latest.current.onPoint(cell && { cell, left: event.point.x, top: event.point.y })
  }
  const left = () => latest.current.onPoint(undefined)
  const chosen = (event: MapMouseEvent) => latest.current.onChoose(found(event))
  // Only what a person moved is worth keeping.
  const released = (event: { readonly originalEvent?: unknown }) => {
    if (event.originalEvent !== undefined) moved()
  }
  map.on('moveend', released)
  map.on('mousemove', pointed)
  map.on('mouseout', left)
  map.on('click', chosen)
  return () => {
    clearTimeout(settled)
    map.off('moveend', released)
    map.off('mousemove', pointed)
    map.off('mouseout', left)
    map.off('click', chosen)
  }
}
