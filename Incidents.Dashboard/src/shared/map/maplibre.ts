import * as maplibre from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import { Protocol } from 'pmtiles'

/** Reads PMTiles archives by ranges. */
export const protocol = new Protocol()
maplibre.addProtocol('pmtiles', protocol.tile)

export { maplibre }
