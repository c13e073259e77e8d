import { readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(path, 'utf8')
const glossary = read('../docs/glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(1, -1).split('|'))
const formsOf = (cell = '') => [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')

const languages = ['ru', 'kk'] as const
type Language = (typeof languages)[number]

/** Terms of the glossary: its rows of seven columns. */
const terms = glossary.filter((cells) => cells.length === 7 && !/ en |---/.test(cells[0] ?? ''))
const formsIn = (language: Language) => terms.flatMap((cells) => formsOf(cells[language === 'ru' ? 5 : 6]))

/** Exceptions of the glossary: its rows of four columns. */
const exceptions = glossary
  .filter((cells) => cells.length === 4 && formsOf(cells[0]).length === 1)
  .map(([text, language, form]) => [formsOf(text)[0], language?.trim(), formsOf(form)[0]].join(' '))

/** Whether a text has a form at the beginning of a word; with = as a whole word. */
function finder(form: string) {
  const [words, end] = form.startsWith('=') ? [form.slice(1), String.raw`(?!\p{L})`] : [form, '']
  const pattern = new RegExp(String.raw`(?<!\p{L})` + words.replaceAll(/[{}()|]/g, String.raw`\$&`) + end, 'iu')
  // Most texts have none of the letters: that is seen sooner than that the pattern does not fit.
  const letters = words.toLowerCase()
  return (text: string) => text.toLowerCase().includes(letters) && pattern.test(text)
}

interface Text {
  readonly key: string
  readonly text: string
}

const flat = (node: object, above: string): Text[] =>
  Object.entries(node).flatMap(([name, value]) =>
    typeof value === 'object'
      ? flat(value as object, `${above}${name}.`)
      : [{ key: above + name, text: String(value) }],
  )

const catalogues = import.meta.glob<object>('/src/**/locales/*.json', { eager: true, import: 'default' })

function textsOf(language: Language): Text[] {
  const pages = Object.entries(catalogues)
    .filter(([path]) => basename(path) === `${language}.json`)
    .flatMap(([path, texts]) => flat(texts, `${basename(dirname(dirname(path)))}:`))
  const { categories } = JSON.parse(read('../Incidents.Api/Data/categories.json')) as {
    categories: { code: string; nameRu: string; nameKk: string }[]
  }
  const names = categories.map(({ code, nameRu, nameKk }) => ({
    key: `categories:${code}`,
    text: language === 'ru' ? nameRu : nameKk,
  }))
  return [...pages, ...names]
}

const forbidden = (language: Language) => formsIn(language).map((form) => ({ form, isIn: finder(form) }))

function faultsOf(language: Language) {
  const forms = forbidden(language)
  return textsOf(language).flatMap(({ key, text }) =>
    forms
      .filter(({ isIn }) => isIn(text))
      .map(({ form }) => ({ exception: `${key} ${language} ${form}`, fault: `${key}: «${form}» in «${text}»` })),
  )
}

it('has a hundred terms in three languages', () => {
  expect(terms.length).toBeGreaterThanOrEqual(100)
  expect(terms.filter((cells) => cells.slice(0, 4).some((cell) => cell.trim() === ''))).toEqual([])
})

it.each(languages)('uses no other word for a term of the glossary: %s', (language) => {
  expect(textsOf(language).length).toBeGreaterThan(500)
  const faults = faultsOf(language).filter(({ exception }) => !exceptions.includes(exception))
  expect(faults.map(({ fault }) => fault)).toEqual([])
})

it.each(languages)('forbids no word of the glossary itself: %s', (language) => {
  const own = terms.map((cells) => cells[language === 'ru' ? 1 : 2] ?? '')
  expect(forbidden(language).filter(({ isIn }) => own.some(isIn))).toEqual([])
})

it('lists no exception that no text needs', () => {
  const needed = languages.flatMap(faultsOf).map(({ exception }) => exception)
  expect(exceptions.filter((exception) => !needed.includes(exception))).toEqual([])
})
