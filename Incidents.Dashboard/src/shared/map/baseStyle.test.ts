import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { baseOf, baseStyle, groundEnd, labelsBegin } from './baseStyle'

vi.mock('./maplibre', () => ({ protocol: { add: () => undefined } }))

const map = { url: '/base/{z}/{x}/{y}', attribution: 'A & <B>', tiles: null, bounds: null, dataAt: null }

beforeEach(() => {
  document.documentElement.dataset['theme'] = 'dark'
})
afterEach(() => {
  delete document.documentElement.dataset['theme']
})

test('without a base map there is land in the colour of the theme', async () => {
  const style = baseStyle(await baseOf(null))
  expect(style).toMatchObject({
    sources: {},
    layers: [{ id: 'land', paint: { 'background-color': '#171f2a' } }, {}, {}],
  })
})

test('pictures lie below the data, with their source as text', async () => {
  const base = await baseOf({ ...map, kind: 'RASTER' })
  expect(base).toMatchObject({
    kind: 'raster',
    source: { tiles: [`${location.origin}/base/{z}/{x}/{y}`], attribution: 'A &amp; &lt;B>' },
  })
  expect(layersOf(base)).toEqual(['land', 'base', groundEnd, labelsBegin])
})

test('vector tiles of the host are drawn with roads and buildings', async () => {
  const base = await baseOf({ ...map, kind: 'VECTOR' })
  expect(base).toMatchObject({ kind: 'vector', source: { type: 'vector', maxzoom: 14 } })
  expect(layersOf(base)).toEqual(expect.arrayContaining(['water', 'buildings', 'road-main', 'rail']))
})

test('a configured style is loaded from its address', async () => {
  expect(baseStyle(await baseOf({ ...map, kind: 'STYLE' }))).toBe(map.url)
})

test.each([
  [1, 'vector'],
  [2, 'raster'],
] as const)('an archive of tiles of type %i is %s', async (type, kind) => {
  const asked = vi.fn(() => Promise.resolve(new Response(archive(type), { status: 206 })))
  vi.stubGlobal('fetch', asked)
  const base = await baseOf({ ...map, kind: 'PMTILES', url: `/archive-${type}.pmtiles` })
  expect(base).toMatchObject({ kind, source: { url: `pmtiles://${location.origin}/archive-${type}.pmtiles` } })
  expect(asked).toHaveBeenCalled()
})

test('an archive that cannot be read is taken for pictures', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('away')))
  expect(await baseOf({ ...map, kind: 'PMTILES', url: '/away.pmtiles' })).toMatchObject({ kind: 'raster' })
})

function layersOf(base: Awaited<ReturnType<typeof baseOf>>) {
  const style = baseStyle(base)
  return typeof style === 'string' ? [] : style.layers.map(({ id }) => id)
}

/** A PMTiles archive without tiles: its header, and a root directory of no entries. */
function archive(tileType: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(200)
  bytes.set(new TextEncoder().encode('PMTiles'))
  const view = new DataView(bytes.buffer)
  view.setUint8(7, 3)
  view.setBigUint64(8, 127n, true)
  view.setBigUint64(16, 1n, true)
  // Neither directories nor tiles are compressed.
  view.setUint8(97, 1)
  view.setUint8(98, 1)
  view.setUint8(99, tileType)
  return bytes
}
