import { gql } from 'urql'
import { print } from 'graphql'
import { expect, it } from 'vitest'
import { looksLikePlate, needsPurpose, withPurpose } from './purpose'

it.each(['123ABC09', '123 ABC 09', '123-авс-09', 'white car A123BC', '01KG123ABC', '(123·ABC·09)'])(
  'takes %s for a plate',
  (text) => {
    expect(looksLikePlate(text)).toBe(true)
  },
)

it.each(['26-000123', 'cam-7', 'Erubaeva 12', '100500'])('takes %s for no plate', (text) => {
  expect(looksLikePlate(text)).toBe(false)
})

it('needs a purpose for words, which name persons, and none for the number of an incident', () => {
  expect(needsPurpose('Erubaeva 12')).toBe(true)
  expect(needsPurpose('ivanov,36')).toBe(true)
  expect(needsPurpose('777abc0')).toBe(true)
  expect(needsPurpose('+7 (701) 123-45-67')).toBe(true)
  expect(needsPurpose('7011234567')).toBe(true)
  expect(needsPurpose('26-000123')).toBe(false)
  expect(needsPurpose('0199d1f3-5a7c-7d1e-8a4b-2f6c3b1a9e00')).toBe(false)
  // Two parts of an id together have the form of a plate.
  expect(needsPurpose('e464e6c0-ed9d-525c-bb83-63baff2994f7')).toBe(false)
  expect(looksLikePlate('ed9d-525c-bb83')).toBe(true)
})

it('puts the purpose on the operation, and is the same document for the same purpose', () => {
  const query = gql`
    query Found {
      serverTime
    }
  `
  const purpose = { reason: 'COURT_REQUEST', reference: 'No. "7"' } as const
  const document = withPurpose(query, purpose)
  expect(print(document)).toContain('query Found @purpose(reason: COURT_REQUEST, reference: "No. \\"7\\"")')
  expect(withPurpose(query, { ...purpose })).toBe(document)
  expect(withPurpose(query, null)).toBe(query)
})
