import type { GeoJSONSource, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useState } from 'react'
import { useLanguage } from '../i18n/useLanguage'
import type { Language } from '../i18n/i18n'
import { useShownTheme } from '../theme/theme'
import { groundEnd, land, shownTheme, type Base } from './baseStyle'
import groundFile from './generated/ground.json?url'
import { groundColours } from './groundColours'
import { boundaries, boundaryLayers, ground, groundLayers, placeLayers, places, townLayers } from './groundStyle'
import { streetLabels, streetLayers } from './streetStyle'
import { useGroundFacts } from './useGroundFacts'
import { whenDrawn } from './whenDrawn'

// OpenStreetMap's licence asks for its name and the way to its terms.
const attribution =
  '© <a href="https://www.openstreetmap.org/copyright" target="_blank" rel="noopener">OpenStreetMap</a> (ODbL) · Natural Earth'

/** A map whose style is there. */
export interface Styled {
  readonly map: MapLibreMap
  readonly base: Base
}

/**
 * Draws seas, lakes, boundaries and names after the first picture of the map, and recolours all when the theme changes.
 *
 * Pictures have their own ground and names: they get the boundaries only. A configured style gets nothing.
 */
export function useGround(styled: Styled | undefined, day: string | undefined) {
  const language = useLanguage()
  const theme = useShownTheme()
  const [grounded, setGrounded] = useState<Styled>()
  const isGrounded = styled !== undefined && grounded === styled
  const facts = useGroundFacts(isGrounded, day)

  useEffect(() => {
    if (!styled || styled.base.kind === 'style') return
    let isOver = false
    void whenDrawn(styled.map).then(() => {
      if (isOver) return
      addGround(styled, language)
      setGrounded(styled)
    })
    return () => {
      isOver = true
    }
  }, [styled, language])

  useEffect(() => {
    if (!isGrounded) return
    for (const name of [places, boundaries, 'towns'] as const)
      void styled.map.getSource<GeoJSONSource>(name)?.setData(facts[name])
  }, [isGrounded, styled, facts])

  useEffect(() => {
    if (styled && styled.base.kind !== 'style') recolour(styled.map, theme, language)
  }, [styled, theme, language])
}

/** All layers of the ground in one list: their colours are those of one theme. */
export function layersOf(theme: 'light' | 'dark', language: Language, base: Base['kind']) {
  const colours = groundColours[theme]
  const hasStreets = base === 'vector'
  const hasOwnNames = base === 'raster'
  return {
    base: [land(colours), ...(hasStreets ? streetLayers(colours) : [])],
    ground: hasOwnNames ? [] : [...groundLayers(colours), ...townLayers(colours)],
    labels: [
      ...boundaryLayers(colours),
      ...(hasOwnNames ? [] : [...(hasStreets ? streetLabels(colours, language) : []), ...placeLayers(colours)]),
    ],
  }
}

function addGround({ map, base }: Styled, language: Language) {
  const { ground: below, labels } = layersOf(shownTheme(), language, base.kind)
  const empty = { type: 'FeatureCollection' as const, features: [] }
  const file = new URL(groundFile, location.origin).href
  if (base.kind !== 'raster') map.addSource(ground, { type: 'geojson', data: file, attribution })
  for (const name of [places, boundaries, 'towns']) map.addSource(name, { type: 'geojson', data: empty })
  // The tiles lie on the lakes of the file.
  const lowest = base.kind === 'vector' ? 'landuse-built' : groundEnd
  for (const layer of below) map.addLayer(layer, lowest)
  for (const layer of labels) map.addLayer(layer)
}

function recolour(map: MapLibreMap, theme: 'light' | 'dark', language: Language) {
  for (const layer of Object.values(layersOf(theme, language, 'vector')).flat()) {
    if (map.getLayer(layer.id) === undefined) continue
    for (const [property, value] of coloursOf(layer)) map.setPaintProperty(layer.id, property, value)
  }
}

/** The paint properties of a layer that are colours. */
export const coloursOf = ({ paint = {} }: LayerSpecification) =>
  Object.entries(paint).filter(([property]) => property.endsWith('-color')) as [
    keyof NonNullable<LayerSpecification['paint']>,
    unknown,
  ][]
