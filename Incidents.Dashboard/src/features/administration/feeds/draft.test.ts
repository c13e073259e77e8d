import { expect, it } from 'vitest'
import { inputOf, newDraft, troubleOf } from './draft'

it('needs a name, and an address for what is posted; EIDO may be fetched', () => {
  expect(troubleOf(newDraft)).toBe('nameMissing')
  expect(troubleOf({ ...newDraft, name: 'Centre' })).toBe('addressMissing')
  expect(troubleOf({ ...newDraft, name: 'Centre', address: 'https://centre.example/in' })).toBeUndefined()
  expect(troubleOf({ ...newDraft, name: 'Centre', format: 'CAP' })).toBe('addressMissing')
  expect(troubleOf({ ...newDraft, name: 'Centre', format: 'EIDO' })).toBeUndefined()
})

it('sends nothing chosen as all, and no classes as none', () => {
  expect(
    inputOf({ ...newDraft, name: ' Centre ', address: ' https://centre.example/in ', kinds: ['INCIDENT'] }),
  ).toEqual({
    name: 'Centre',
    format: 'JSON',
    address: 'https://centre.example/in',
    cities: null,
    categories: null,
    kinds: ['INCIDENT'],
    leastUrgent: 4,
    classes: [],
  })
})
