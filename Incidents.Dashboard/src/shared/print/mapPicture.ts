import type { Map as MapLibreMap } from 'maplibre-gl'
import { beforeLayout, beforePicture, onPrinting, isPrinting } from './printing'

/** Pixels of paper are smaller than those of a screen. */
const ratio = 2

/**
 * Lays a picture over the map while the page is printed: a browser does not print what WebGL drew.
 *
 * The map is drawn in the size that it has on paper. Where its style is still loading, in another theme for instance, the picture is
 * that of the screen until it is loaded.
 *
 * @returns A function that ends this.
 */
export function printMap(map: MapLibreMap): () => void {
  const picture = document.createElement('canvas')
  picture.setAttribute('data-map-picture', '')
  picture.setAttribute('aria-hidden', 'true')
  map.getCanvas().after(picture)
  const take = () => {
    map.redraw()
    const seen = map.getCanvas()
    picture.width = seen.width
    picture.height = seen.height
    // Only until the end of this task does the canvas contain what was drawn.
    picture.getContext('2d')?.drawImage(seen, 0, 0)
  }
  const ends = [
    beforeLayout(take),
    beforePicture(() => {
      map.setPixelRatio(Math.max(ratio, devicePixelRatio))
      map.resize()
      // A style that is still loading has nothing to draw yet: the picture of the screen stays until it is there.
      if (map.isStyleLoaded()) take()
      if (map.loaded() && map.areTilesLoaded()) return undefined
      return new Promise((resolve) => {
        void map.once('idle', () => {
          if (isPrinting()) take()
          resolve()
        })
      })
    }),
    onPrinting(() => {
      if (isPrinting()) return
      map.setPixelRatio(devicePixelRatio)
      map.resize()
    }),
  ]
  return () => {
    for (const end of ends) end()
    picture.remove()
  }
}
