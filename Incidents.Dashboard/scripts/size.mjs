// What a browser must load before the first page can be drawn stays below the limit: the entry and everything that it imports at once.
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

const limit = 300_000
const built = new URL('../../Incidents.Api/wwwroot/dashboard/', import.meta.url)
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', built), 'utf8'))

const chunks = new Set()
const follow = (key) => {
    if (chunks.has(key)) return
    chunks.add(key)
    for (const next of manifest[key].imports ?? []) follow(next)
}
for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) follow(key)

let total = 0
for (const key of chunks) {
    const size = gzipSync(await readFile(new URL(manifest[key].file, built)), { level: 9 }).length
    total += size
    console.log(`${String(size).padStart(8)}  ${manifest[key].file}`)
}
console.log(`${String(total).padStart(8)}  initial JavaScript, gzip (limit ${limit})`)
if (total > limit) {
    console.error(
        `Initial JavaScript is ${total - limit} bytes too large: load what is not needed at first with import().`,
    )
    process.exit(1)
}
