// Compresses the built files once, so that the host does not compress them at every request.
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const built = fileURLToPath(new URL('../../Incidents.Api/wwwroot/dashboard/', import.meta.url))
const smallest = 1024

for (const entry of await readdir(built, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(js|css|html|svg|json)$/.test(entry.name)) continue
    const path = join(entry.parentPath ?? entry.path, entry.name)
    const content = await readFile(path)
    if (content.length < smallest) continue
    await writeFile(`${path}.gz`, gzipSync(content, { level: 9 }))
    await writeFile(
        `${path}.br`,
        brotliCompressSync(content, {
            params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
        }),
    )
}
