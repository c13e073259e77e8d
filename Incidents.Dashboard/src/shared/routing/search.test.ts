import { describe, expect, it } from 'vitest'
import { day, moment, mostDays, number, reader, someOf, text, texts, whole } from './search'

describe('a parser', () => {
  it('reads days of the calendar from 1990 to a year ahead', () => {
    expect(day()('2026-03-01')).toBe('2026-03-01')
    for (const wrong of ['1989-12-31', '2026-02-30', '3026-01-01', '2026-3-1', 20260301])
      expect(day()(wrong)).toBeUndefined()
  })

  it('reads moments with an offset, also where the plus sign has become a space', () => {
    expect(moment('2026-03-01T10:00:00.5Z')).toBe('2026-03-01T10:00:00.5Z')
    expect(moment('2026-03-01T10:00:00 05:00')).toBe('2026-03-01T10:00:00+05:00')
    for (const wrong of [
      '2026-03-01',
      '2026-03-01T10:00:00',
      '2026-02-30T10:00:00Z',
      '2026-03-01T25:00:00Z',
      'garbage',
    ])
      expect(moment(wrong)).toBeUndefined()
  })

  it('reads a text that the address gives as a number', () => {
    expect(text(20)(17)).toBe('17')
    expect(texts(20, 3)('one')).toEqual(['one'])
  })

  it('takes all of several values, or none', () => {
    expect(someOf(['a', 'b'])(['b', 'a', 'b'])).toEqual(['a', 'b'])
    expect(someOf(['a', 'b'])(['a', 'c'])).toBeUndefined()
  })

  it('reads numbers within their limits', () => {
    expect(whole(0, 10)(-0)).toBe(0)
    expect(whole(0, 10)(1.5)).toBeUndefined()
    expect(number(0, 10)('5')).toBeUndefined()
  })
})

describe('a reader', () => {
  const read = reader({ from: day(), to: day() }, [['from', 'to']])

  it('cuts a period that is too long, keeps its last days and names it', () => {
    const found = read({ from: '2000-01-01', to: '2026-01-01' })
    expect((Date.parse(found.to ?? '') - Date.parse(found.from ?? '')) / 86_400_000 + 1).toBe(mostDays)
    expect(found.dropped).toEqual(['from'])
    expect(read({ from: '1990-01-01' }).dropped).toEqual(['from'])
  })

  it('names nothing where all is right', () => {
    expect(read({ from: '2026-01-01', to: '2026-01-31', city: undefined }).dropped).toBeUndefined()
  })
})
