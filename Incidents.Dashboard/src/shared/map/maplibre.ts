import * as maplibre from 'maplibre-gl'
import 'maplibre-gl/dist/maplibre-gl.css'
import { Protocol } from 'pmtiles'

maplibre.addProtocol('pmtiles', new Protocol().tile)

export { maplibre }
