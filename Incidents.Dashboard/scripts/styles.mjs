// A component's sheet and the component fit each other: no class is used that the sheet lacks, none is left over.
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/', import.meta.url))
const longest = 300
const problems = []

const files = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
const nameOf = (path) => relative(source, path)

const sheets = new Map()
for (const path of files.filter((file) => file.endsWith('.css'))) {
    const text = await readFile(path, 'utf8')
    const lines = text.split('\n').length - 1
    if (lines > longest) problems.push(`${nameOf(path)} has ${lines} lines, more than ${longest}`)
    if (!path.endsWith('.module.css')) continue
    const own = text.replace(/\/\*.*?\*\//gs, '').replace(/:global\([^)]*\)/g, '')
    const selectors = [...own.matchAll(/[^{};]+(?=\{)/g)].map(([selector]) => selector)
    const classes = selectors.flatMap((selector) =>
        [...selector.matchAll(/\.([A-Za-z][\w-]*)/g)].map(([, name]) => name),
    )
    sheets.set(path, { classes: new Set(classes), used: new Set() })
}

for (const path of files.filter((file) => /\.tsx?$/.test(file))) {
    const text = await readFile(path, 'utf8')
    for (const [, name, from] of text.matchAll(/^import (\w+) from '([^']*\.module\.css)'/gm)) {
        const sheet = sheets.get(from.startsWith('@') ? join(source, from.slice(1)) : resolve(dirname(path), from))
        if (sheet === undefined) {
            problems.push(`${nameOf(path)} imports ${from}: no such sheet`)
            continue
        }
        const uses = [...text.matchAll(new RegExp(`\\b${name}\\['([\\w-]+)'\\]`, 'g'))].map(([, used]) => used)
        if (uses.length === 0) problems.push(`${nameOf(path)} imports ${from} and uses no class of it`)
        for (const used of uses) {
            sheet.used.add(used)
            if (!sheet.classes.has(used)) problems.push(`${nameOf(path)} uses ${used}, which ${from} lacks`)
        }
    }
}
for (const [path, { classes, used }] of sheets)
    for (const name of classes) if (!used.has(name)) problems.push(`${nameOf(path)} styles ${name}, which nothing uses`)

for (const problem of problems) console.error(problem)
console.log(`${sheets.size} sheets of components, ${problems.length} problems`)
process.exit(problems.length === 0 ? 0 : 1)
