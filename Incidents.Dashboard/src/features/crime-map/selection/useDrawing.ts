import { cornersOf, type Point } from '@shared/area/area'
import type { LngLat, Map as MapLibreMap, MapMouseEvent } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'

export type Drawing = 'rectangle' | 'polygon'

interface Draft {
  readonly points: readonly Point[]
}

const mostCorners = 100
// A rectangle that is smaller was a click.
const leastPixels = 5

const pointOf = ({ lng, lat }: LngLat): Point => ({ longitude: lng, latitude: lat })

/**
 * Draws a rectangle by dragging, or a polygon by a click for each corner: a double click or Enter ends it, Escape gives it up.
 *
 * @returns The corners drawn so far.
 */
export function useDrawing(
  map: MapLibreMap | undefined,
  drawing: Drawing | undefined,
  onDone: (points: readonly Point[] | undefined) => void,
): readonly Point[] {
  const [draft, setDraft] = useState<Draft>({ points: [] })
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })

  useEffect(() => {
    if (!map || !drawing) return
    const finish = (points: readonly Point[] | undefined) => {
      setDraft({ points: [] })
      done.current(points)
    }
    const end = drawing === 'rectangle' ? drawRectangle(map, setDraft, finish) : drawPolygon(map, setDraft, finish)
    const pressed = (event: KeyboardEvent) => {
      if (event.key === 'Escape') finish(undefined)
    }
    document.addEventListener('keydown', pressed)
    map.getCanvas().style.cursor = 'crosshair'
    return () => {
      end()
      document.removeEventListener('keydown', pressed)
      map.getCanvas().style.cursor = ''
      setDraft({ points: [] })
    }
  }, [map, drawing])

  return draft.points
}

type Show = (draft: Draft) => void
type Finish = (points: readonly Point[] | undefined) => void

function drawRectangle(map: MapLibreMap, show: Show, finish: Finish): () => void {
  let begin: MapMouseEvent | undefined
  const corners = (from: LngLat, to: LngLat) =>
    cornersOf(
      Math.min(from.lng, to.lng),
      Math.min(from.lat, to.lat),
      Math.max(from.lng, to.lng),
      Math.max(from.lat, to.lat),
    )
  const pressed = (event: MapMouseEvent) => {
    event.preventDefault()
    begin = event
  }
  const moved = (event: MapMouseEvent) => {
    if (begin) show({ points: corners(begin.lngLat, event.lngLat) })
  }
  const released = (event: MapMouseEvent) => {
    if (!begin) return
    const { lngLat, point } = begin
    begin = undefined
    if (point.dist(event.point) >= leastPixels) finish(corners(lngLat, event.lngLat))
  }
  map.dragPan.disable()
  map.on('mousedown', pressed)
  map.on('mousemove', moved)
  map.on('mouseup', released)
  return () => {
    map.dragPan.enable()
    map.off('mousedown', pressed)
    map.off('mousemove', moved)
    map.off('mouseup', released)
  }
}

function drawPolygon(map: MapLibreMap, show: Show, finish: Finish): () => void {
  let points: readonly Point[] = []
  const added = (event: MapMouseEvent) => {
    // The second click of a double click adds no corner.
    if (event.originalEvent.detail > 1 || points.length >= mostCorners) return
    points = [...points, pointOf(event.lngLat)]
    show({ points })
  }
  const moved = (event: MapMouseEvent) => {
    if (points.length > 0) show({ points: [...points, pointOf(event.lngLat)] })
  }
  const ended = () => {
    if (points.length >= 3) finish(points)
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key === 'Enter') ended()
  }
  map.doubleClickZoom.disable()
  map.on('click', added)
  map.on('mousemove', moved)
  map.on('dblclick', ended)
  document.addEventListener('keydown', pressed)
  return () => {
    map.doubleClickZoom.enable()
    map.off('click', added)
    map.off('mousemove', moved)
    map.off('dblclick', ended)
    document.removeEventListener('keydown', pressed)
  }
}
