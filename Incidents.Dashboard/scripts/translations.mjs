// Every text in every language: no key missing, none unused, the same placeholders, all plural forms that the language has.
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const source = fileURLToPath(new URL('../src/', import.meta.url))
const languages = ['en', 'kk', 'ru']
const pluralSuffix = /_(zero|one|two|few|many|other)$/
const problems = []

const files = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

const flatten = (node, prefix = '') =>
    Object.entries(node).flatMap(([key, value]) =>
        typeof value === 'string' ? [[prefix + key, value]] : flatten(value, `${prefix}${key}.`),
    )
const placeholders = (text) => [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1])

// namespace -> language -> key -> text
const catalogues = new Map()
for (const file of files.filter((path) => /\/locales\/\w+\.json$/.test(path))) {
    const namespace = basename(dirname(dirname(file)))
    const language = basename(file, '.json')
    if (!languages.includes(language)) problems.push(`${relative(source, file)}: no language of ours`)
    if (!catalogues.has(namespace)) catalogues.set(namespace, {})
    catalogues.get(namespace)[language] = new Map(flatten(JSON.parse(await readFile(file, 'utf8'))))
}

const base = (key) => key.replace(pluralSuffix, '')
for (const [namespace, byLanguage] of catalogues) {
    for (const language of languages) if (!byLanguage[language]) problems.push(`${namespace}: no ${language}.json`)
    const present = languages.filter((language) => byLanguage[language])
    const keys = new Set(present.flatMap((language) => [...byLanguage[language].keys()].map(base)))
    for (const key of keys) {
        const variants = (language) => [...byLanguage[language]].filter(([variant]) => base(variant) === key)
        const counted = present.some((language) => variants(language).some(([variant]) => pluralSuffix.test(variant)))
        const wanted = new Set(
            present.flatMap((language) => variants(language).flatMap(([, text]) => placeholders(text))),
        )
        for (const language of present) {
            const forms = counted
                ? new Intl.PluralRules(language).resolvedOptions().pluralCategories.map((form) => `${key}_${form}`)
                : [key]
            const found = new Map(variants(language))
            for (const form of forms) {
                const text = found.get(form)
                if (text === undefined) problems.push(`${namespace}:${form} is missing in ${language}`)
                else if (text.trim() === '') problems.push(`${namespace}:${form} is empty in ${language}`)
                else {
                    const has = new Set(placeholders(text))
                    for (const name of wanted)
                        if (!has.has(name) && !(counted && name === 'count'))
                            problems.push(`${namespace}:${form} lacks {{${name}}} in ${language}`)
                }
            }
            for (const form of found.keys())
                if (!forms.includes(form))
                    problems.push(`${namespace}:${form} is a form that ${language} does not have`)
        }
    }
}

// A key is used as t('key'), as t('namespace:key'), or by its beginning as t(`key.${variable}`). A file's own namespace is its feature's.
// The navigation calls every feature by its `name`.
const isFeature = (namespace) => files.some((path) => path.startsWith(join(source, 'features', namespace, '/')))
const used = new Map(
    [...catalogues.keys()].map((namespace) => [
        namespace,
        { keys: new Set(isFeature(namespace) ? ['name'] : []), prefixes: new Set() },
    ]),
)
for (const file of files.filter(
    (path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.includes('/generated/'),
)) {
    const text = await readFile(file, 'utf8')
    const [top, feature] = relative(source, file).split('/')
    const own = top === 'features' ? feature : top
    for (const match of text.matchAll(/\bt\(\s*(['"`])((?:(?!\1).)*)\1/gs)) {
        const [namespace, key] = match[2].includes(':') ? match[2].split(/:(.*)/s) : [own, match[2]]
        const usage = used.get(namespace)
        if (!usage) {
            problems.push(`${relative(source, file)} uses ${match[2]}: no such catalogue`)
            continue
        }
        const [prefix, ...variables] = key.split('${')
        if (variables.length > 0) usage.prefixes.add(prefix)
        else usage.keys.add(key)
    }
}
for (const [namespace, { keys, prefixes }] of used) {
    const present = new Set([...(catalogues.get(namespace).en?.keys() ?? [])].map(base))
    for (const key of keys) if (!present.has(key)) problems.push(`${namespace}:${key} is used and not there`)
    for (const prefix of prefixes)
        if (prefix === '' || ![...present].some((key) => key.startsWith(prefix)))
            problems.push(`${namespace}:${prefix}\${…} is used and begins no key`)
    for (const key of present)
        if (!keys.has(key) && ![...prefixes].some((prefix) => prefix !== '' && key.startsWith(prefix)))
            problems.push(`${namespace}:${key} is not used`)
}

for (const problem of problems) console.error(problem)
const texts = [...catalogues.values()].reduce((sum, catalogue) => sum + (catalogue.en?.size ?? 0), 0)
console.log(`${texts} texts in ${languages.length} languages, ${problems.length} problems`)
process.exit(problems.length === 0 ? 0 : 1)
