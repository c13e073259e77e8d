import { describe, expect, it } from 'vitest'
import { changed, filterOf } from './filter'

describe('the register’s filter', () => {
  it('asks for whole local days, the last one included', () => {
    expect(filterOf({ from: '2026-01-05', to: '2026-01-31' })).toMatchObject({
      from: '2026-01-05',
      until: '2026-02-01',
    })
  })

  it('leaves a question open that the link does not ask', () => {
    expect(Object.values(filterOf({})).every((value) => value === null)).toBe(true)
  })

  it('leaves nothing empty in the link', () => {
    expect(changed({ city: ['karaganda'], device: 'x' }, { city: [], device: undefined, from: '2026-01-01' })).toEqual({
      from: '2026-01-01',
    })
  })
})
