import type { ExpressionSpecification, FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { Language } from '../i18n/i18n'
import type { GroundColours } from './groundColours'
import { halo, letters, lightLetters } from './letters'

/** The source of the vector tiles. */
export const streets = 'streets'

interface Road {
  readonly id: string
  readonly classes: readonly string[]
  readonly from: number
  /** Pixels by zoom. */
  readonly widths: readonly (readonly [zoom: number, width: number])[]
}

// The smallest first: larger roads are drawn over them.
const roads: readonly Road[] = [
  {
    id: 'service',
    classes: ['service'],
    from: 14,
    widths: [
      [14, 0.8],
      [16, 2.5],
      [19, 9],
    ],
  },
  {
    id: 'residential',
    classes: ['residential'],
    from: 12,
    widths: [
      [12, 0.6],
      [14, 2.2],
      [16, 5],
      [19, 20],
    ],
  },
  {
    id: 'secondary',
    classes: ['secondary', 'tertiary'],
    from: 9,
    widths: [
      [9, 0.6],
      [12, 1.6],
      [14, 3.6],
      [16, 8],
      [19, 26],
    ],
  },
  {
    id: 'main',
    classes: ['motorway', 'trunk', 'primary'],
    from: 5,
    widths: [
      [5, 0.6],
      [9, 1.4],
      [12, 2.8],
      [14, 5],
      [16, 10],
      [19, 30],
    ],
  },
]

const classIs = (...classes: readonly string[]): FilterSpecification => [
  'match',
  ['get', 'class'],
  [...classes],
  true,
  false,
]
const widthOf = (widths: Road['widths'], more = 0): ExpressionSpecification => [
  'interpolate',
  ['exponential', 1.4],
  ['zoom'],
  ...widths.flatMap(([zoom, width]) => [zoom, width + more]),
]

/** The name of a thing of the tiles in the page's language, else as it stands on the spot. */
export const nameOfTile = (language: Language): ExpressionSpecification => [
  'coalesce',
  ['get', `name_${language}`],
  ['get', 'name'],
  '',
]

/** The ground and the streets of vector tiles with the layers that `incidents basemap` makes. */
export function streetLayers(colours: GroundColours): LayerSpecification[] {
  const of = (layer: string) => ({ source: streets, 'source-layer': layer })
  const edges = roads.map(({ id, classes, from, widths }): LayerSpecification => ({
    id: `road-${id}-edge`,
    type: 'line',
    ...of('roads'),
    minzoom: Math.max(from, 11),
    filter: classIs(...classes),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colours.roadEdge, 'line-width': widthOf(widths, 1.4) },
  }))
  const surfaces = roads.map(({ id, classes, from, widths }): LayerSpecification => ({
    id: `road-${id}`,
    type: 'line',
    ...of('roads'),
    minzoom: from,
    filter: classIs(...classes),
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      // Thin lines of the roads' own colour would be lost on light land.
      'line-color': ['step', ['zoom'], colours.rail, 12, colours.road],
      'line-width': widthOf(widths),
    },
  }))
  return [
    {
      id: 'landuse-built',
      type: 'fill',
      ...of('landuse'),
      filter: classIs('residential', 'industrial', 'commercial', 'military', 'school', 'hospital'),
      paint: { 'fill-color': colours.built },
    },
    {
      id: 'landuse-green',
      type: 'fill',
      ...of('landuse'),
      filter: classIs('park', 'forest', 'grass', 'cemetery'),
      paint: { 'fill-color': colours.green },
    },
    { id: 'water', type: 'fill', ...of('water'), paint: { 'fill-color': colours.water } },
    {
      id: 'waterways',
      type: 'line',
      ...of('waterways'),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colours.water,
        'line-width': widthOf([
          [6, 0.8],
          [12, 1.6],
          [16, 4],
        ]),
      },
    },
    {
      id: 'buildings',
      type: 'fill',
      ...of('buildings'),
      minzoom: 14,
      paint: { 'fill-color': colours.building },
    },
    {
      id: 'tile-boundaries',
      type: 'line',
      ...of('boundaries'),
      paint: { 'line-color': colours.border, 'line-width': 0.8, 'line-dasharray': [4, 2] },
    },
    {
      id: 'paths',
      type: 'line',
      ...of('roads'),
      minzoom: 14,
      filter: classIs('path', 'track'),
      paint: {
        'line-color': colours.rail,
        'line-width': widthOf([
          [14, 0.6],
          [18, 2],
        ]),
        'line-dasharray': [3, 2],
      },
    },
    ...edges,
    ...surfaces,
    {
      id: 'rail',
      type: 'line',
      ...of('roads'),
      minzoom: 8,
      filter: classIs('rail'),
      paint: {
        'line-color': colours.rail,
        'line-width': widthOf([
          [8, 0.6],
          [14, 1.6],
          [18, 3],
        ]),
      },
    },
  ]
}

/** Names along the streets, and those of waters and quarters. */
export function streetLabels(colours: GroundColours, language: Language): LayerSpecification[] {
  const name = nameOfTile(language)
  const along = (id: string, from: number, filter: FilterSpecification): LayerSpecification => ({
    id,
    type: 'symbol',
    source: streets,
    'source-layer': 'roads',
    minzoom: from,
    filter,
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 320,
      'text-field': name,
      'text-font': [...lightLetters],
      'text-size': ['interpolate', ['linear'], ['zoom'], 14, 11, 18, 14],
      'text-max-angle': 35,
      'text-padding': 4,
    },
    paint: { 'text-color': colours.streetLabel, ...halo(colours) },
  })
  return [
    along('street-names', 14, classIs('residential', 'service', 'tertiary', 'secondary')),
    along('main-street-names', 12.5, classIs('motorway', 'trunk', 'primary')),
    {
      id: 'water-names',
      type: 'symbol',
      source: streets,
      'source-layer': 'water',
      minzoom: 10,
      layout: { 'text-field': name, 'text-font': [...lightLetters], 'text-size': 11, 'text-max-width': 7 },
      paint: { 'text-color': colours.waterLabel, ...halo(colours) },
    },
    {
      id: 'quarter-names',
      type: 'symbol',
      source: streets,
      'source-layer': 'places',
      minzoom: 11,
      maxzoom: 16,
      filter: classIs('suburb', 'quarter', 'neighbourhood', 'borough'),
      layout: {
        'text-field': name,
        'text-font': [...letters],
        'text-size': ['interpolate', ['linear'], ['zoom'], 11, 11, 15, 13],
        'text-max-width': 8,
        'text-padding': 6,
      },
      paint: { 'text-color': colours.streetLabel, ...halo(colours) },
    },
  ]
}
