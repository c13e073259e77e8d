import { readFileSync } from 'node:fs'
import { Kind, parse } from 'graphql'
import { expect, it } from 'vitest'

const read = (path: string) => readFileSync(path, 'utf8')
const schema = parse(read('../Incidents.Api/schema.graphql'))

function codesOf(name: string) {
  for (const one of schema.definitions)
    if (one.kind === Kind.ENUM_TYPE_DEFINITION && one.name.value === name)
      return (one.values ?? []).map((value) => value.name.value)
  throw new Error(`The schema has no enum ${name}.`)
}

// Refusals, and why a figure is missing.
const codes = ['ErrorCode', 'CoverageCode', 'TooFewReason', 'NowcastGap'].flatMap(codesOf)

it.each(['en', 'ru', 'kk'])('words every code of the schema, and no other: %s', (language) => {
  const { error } = JSON.parse(read(`src/shared/locales/${language}.json`)) as { error: Record<string, string> }
  const worded = Object.keys(error).filter((key) => /^[A-Z_]+$/.test(key))
  expect(worded.toSorted()).toEqual([...new Set(codes)].toSorted())
})
