import type { Map as MapLibreMap } from 'maplibre-gl'

// A map in a hidden tab draws nothing.
const longestMilliseconds = 3_000

/** Resolves once the map has drawn all that it has so far, for a picture or before printing; at the latest after three seconds. */
export const whenDrawn = (map: MapLibreMap): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(done, longestMilliseconds)
    function done() {
      clearTimeout(timer)
      map.off('idle', done)
      resolve()
    }
    map.on('idle', done)
    map.triggerRepaint()
  })
