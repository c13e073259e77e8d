import { readFile } from 'node:fs/promises'
import type { LayerSpecification } from 'maplibre-gl'
import { validateStyleMin } from '@maplibre/maplibre-gl-style-spec'
import { expect, test } from 'vitest'
import { languages } from '../i18n/i18n'
import { groundColours } from './groundColours'
import { boundaryLayers, groundLayers, kindsOfPlaces, placeLayers, townLayers } from './groundStyle'
import { nameOfTile, streetLabels, streetLayers } from './streetStyle'
import { placesOf } from './useGroundFacts'

const layersIn = (theme: 'light' | 'dark'): LayerSpecification[] => {
  const colours = groundColours[theme]
  return [
    ...groundLayers(colours),
    ...townLayers(colours),
    ...streetLayers(colours),
    ...boundaryLayers(colours),
    ...streetLabels(colours, 'ru'),
    ...placeLayers(colours),
  ]
}
const coloursOf = (layer: LayerSpecification) =>
  Object.entries(layer.paint ?? {}).flatMap(([key, value]) => (key.endsWith('-color') ? [JSON.stringify(value)] : []))

test('every layer has other colours in the dark than in the light', () => {
  const dark = layersIn('dark')
  layersIn('light').forEach((layer, index) => {
    const colours = coloursOf(layer)
    expect(colours.length, layer.id).toBeGreaterThan(0)
    const same = coloursOf(dark[index] ?? layer).filter((colour) => colours.includes(colour))
    expect(same, layer.id).toEqual([])
  })
})

test('the layers are a valid style, each once', () => {
  const empty = { type: 'geojson' as const, data: { type: 'FeatureCollection' as const, features: [] } }
  const sources = { ground: empty, places: empty, boundaries: empty, towns: empty }
  const streets = { type: 'vector' as const, tiles: ['http://localhost/{z}/{x}/{y}'] }
  const layers = layersIn('light')
  expect(validateStyleMin({ version: 8, sources: { ...sources, streets }, layers })).toEqual([])
  expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length)
})

test.each(Object.entries(groundColours))('labels are legible in the %s', (_, colours) => {
  for (const text of [colours.label, colours.streetLabel, colours.waterLabel])
    for (const ground of [colours.halo, colours.land])
      expect(contrast(text, ground), `${text} on ${ground}`).toBeGreaterThan(4.5)
})

test('land and towns have the colours of the style sheet', async () => {
  const sheet = await readFile('src/shared/ui/tokens.css', 'utf8')
  for (const theme of ['light', 'dark'] as const) {
    const tokens = sheet.slice(sheet.indexOf(`[data-theme='${theme}']`))
    expect(/--map-land: (.*);/.exec(tokens)?.[1]).toBe(groundColours[theme].land)
    expect(/--map-town: (.*);/.exec(tokens)?.[1]).toBe(groundColours[theme].town)
  }
})

test('names are those of the language of the page, else those on the spot', () => {
  const point = { longitude: 73.1, latitude: 49.8 }
  const town = {
    kind: 'city',
    name: 'Қарағанды',
    names: { ru: 'Караганда', kk: null, en: null },
    population: null,
    point,
  }
  const names = languages.map((language) => placesOf([town], language)[0]?.properties?.['name'] as string)
  expect(names).toEqual(['Қарағанды', 'Караганда', 'Қарағанды'])
  for (const language of languages) expect(JSON.stringify(nameOfTile(language))).toContain(`"name_${language}"`)
})

test('larger places are written first', () => {
  expect(kindsOfPlaces.slice(0, 3)).toEqual(['city', 'town', 'village'])
  // MapLibre places the layers from the last to the first.
  expect(placeLayers(groundColours.light).at(-1)?.id).toBe('place-city')
})

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function luminance(hex: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
