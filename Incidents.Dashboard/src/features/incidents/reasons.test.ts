import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// The codes of the forms of Live become the reason or the outcome of a step in a timeline. Features do not import each other: the words of
// the choices name the same codes.
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, object>>
const groups = ['outcome', 'notViolation', 'lifting', 'escalation']

it.each(['en', 'ru', 'kk'])('has words in a timeline for every code that a form of Live offers: %s', (language) => {
  const { choice = {} } = read(`src/features/live/locales/${language}.json`)
  const { reasons = {} } = read(`src/features/incidents/locales/${language}.json`)
  const codes = groups.flatMap((group) => Object.keys(choice[group] ?? {}))
  expect(codes.length).toBeGreaterThan(20)
  expect(codes.filter((code) => !(code in reasons))).toEqual([])
})
