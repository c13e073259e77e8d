import { describe, expect, it } from 'vitest'
import { changed, filterOf } from './filter'

describe('the register’s filter', () => {
  it('asks for whole days by the clocks of the city, the last one included', () => {
    const filter = filterOf({ from: '2026-01-05', to: '2026-01-05' }, 'Asia/Almaty')
    expect(filter.occurredFrom).toBe('2026-01-04T19:00:00.000Z')
    expect(filter.occurredUntil).toBe('2026-01-05T19:00:00.000Z')
  })

  it('leaves a question open that the link does not ask', () => {
    expect(Object.values(filterOf({}, 'Asia/Almaty')).every((value) => value === null)).toBe(true)
  })

  it('leaves nothing empty in the link', () => {
    expect(changed({ city: ['karaganda'], device: 'x' }, { city: [], device: undefined, from: '2026-01-01' })).toEqual({
      from: '2026-01-01',
    })
  })
})
