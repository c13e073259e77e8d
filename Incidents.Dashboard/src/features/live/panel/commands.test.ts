import { expect, it } from 'vitest'
import type { Client } from 'urql'
import { commandOf, type FormName, type Values } from './commands'
import { factsOf } from './facts'

const facts = factsOf('incidents', {
  id: 'aaaaaaaa-0000-4000-8000-000000000001',
  version: 7,
  category: 'theft',
  city: 'karaganda',
  street: 'Mira 1',
  point: { longitude: 73.1, latitude: 49.8 },
  occurredAt: '2026-03-01T12:00:00+05:00',
  timePrecision: 'MINUTE',
})

/** The variables with which an action is sent. */
function sent(name: FormName, values: Values) {
  const seen: unknown[] = []
  const mutation = (_: unknown, variables: unknown) => {
    seen.push(variables)
    return { toPromise: () => Promise.resolve({}) }
  }
  void commandOf(name, facts, values)?.({ mutation } as unknown as Client)
  return seen[0]
}

it('replaces category, place and number only of the version that is seen', () => {
  expect(sent('categorise', { category: 'robbery' })).toEqual({ id: facts.id, category: 'robbery', expectedVersion: 7 })
  expect(sent('correct', { street: 'Mira 2', reason: 'heard' })).toEqual({
    id: facts.id,
    place: { city: 'karaganda', district: null, street: 'Mira 2', point: null },
    reason: 'heard',
    expectedVersion: 7,
  })
  expect(sent('number', { book: 'KUI', number: ' 12 ' })).toEqual({
    id: facts.id,
    book: 'KUI',
    number: '12',
    expectedVersion: 7,
  })
})
