import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { GroundColours } from './groundColours'
import { halo, letters } from './letters'

/** Sources of the ground that need no internet. */
export const ground = 'ground'
export const places = 'places'
export const boundaries = 'boundaries'

const kindIs = (...kinds: readonly string[]): FilterSpecification => ['match', ['get', 'kind'], [...kinds], true, false]
// Nearer, the shores of the file are too coarse: no lake is better than one in the wrong place.
const coarseFrom = { pond: 8.5, lake: 11 }

/** Seas, lakes, rivers and the country's border, of a file of the pages. */
export function groundLayers(colours: GroundColours): LayerSpecification[] {
  return [
    {
      id: 'ground-water',
      type: 'fill',
      source: ground,
      filter: kindIs('sea', 'lake'),
      maxzoom: coarseFrom.lake + 1.5,
      paint: {
        'fill-color': colours.water,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], coarseFrom.lake, 1, coarseFrom.lake + 1.5, 0],
      },
    },
    {
      id: 'ground-ponds',
      type: 'fill',
      source: ground,
      filter: kindIs('pond'),
      maxzoom: coarseFrom.pond + 1.5,
      paint: {
        'fill-color': colours.water,
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], coarseFrom.pond, 1, coarseFrom.pond + 1.5, 0],
      },
    },
    {
      id: 'ground-rivers',
      type: 'line',
      source: ground,
      filter: kindIs('river'),
      maxzoom: coarseFrom.lake,
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': colours.water,
        'line-width': ['interpolate', ['linear'], ['zoom'], 3, 0.8, 8, 2.5],
      },
    },
    {
      id: 'ground-border',
      type: 'line',
      source: ground,
      filter: kindIs('border'),
      paint: { 'line-color': colours.border, 'line-width': 1, 'line-dasharray': [5, 2, 1, 2] },
    },
  ]
}

/** The bounds of towns as rectangles, where no places are known. */
export const townLayers = (colours: GroundColours): LayerSpecification[] => [
  { id: 'towns', type: 'fill', source: 'towns', paint: { 'fill-color': colours.town } },
]

/** Boundaries of the installation: above the cells, which would hide them. */
export const boundaryLayers = (colours: GroundColours): LayerSpecification[] => [
  {
    id: 'boundaries',
    type: 'line',
    source: boundaries,
    layout: { 'line-join': 'round' },
    paint: { 'line-color': colours.boundary, 'line-width': 1.3, 'line-opacity': 0.75 },
  },
]

interface PlaceClass {
  readonly kinds: readonly string[]
  readonly from: number
  readonly until?: number
  /** Pixels at the first zoom, and six zooms later. */
  readonly sizes: readonly [number, number]
}

// What comes later in a style is placed first: cities keep their names, villages give way.
const classes: readonly PlaceClass[] = [
  { kinds: ['hamlet', 'isolated_dwelling', 'farm', 'locality', 'allotments'], from: 10.5, sizes: [10.5, 13] },
  { kinds: ['neighbourhood', 'quarter', 'suburb', 'borough'], from: 11, until: 16, sizes: [11, 13] },
  { kinds: ['village'], from: 8.5, sizes: [10.5, 14] },
  { kinds: ['town'], from: 6, sizes: [11, 15] },
  { kinds: ['city'], from: 3.5, sizes: [12, 19] },
]

/** Kinds of places in the order in which they are written: the larger ones first. */
export const kindsOfPlaces: readonly string[] = classes.toReversed().flatMap(({ kinds }) => [...kinds])

/** Names of places. None lies on another. */
export const placeLayers = (colours: GroundColours): LayerSpecification[] =>
  classes.map(({ kinds, from, until, sizes: [least, most] }) => ({
    id: `place-${kinds[0] ?? ''}`,
    type: 'symbol',
    source: places,
    minzoom: from,
    ...(until === undefined ? {} : { maxzoom: until }),
    filter: kindIs(...kinds),
    layout: {
      'text-field': ['get', 'name'],
      'text-font': [...letters],
      'text-size': ['interpolate', ['linear'], ['zoom'], from, least, from + 6, most],
      'text-max-width': 8,
      'text-padding': 4,
      'symbol-sort-key': ['-', 0, ['get', 'population']],
      'text-variable-anchor': ['center', 'top', 'bottom'],
    },
    paint: { 'text-color': colours.label, ...halo(colours) },
  }))
