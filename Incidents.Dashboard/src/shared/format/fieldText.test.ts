import { describe, expect, it } from 'vitest'
import { readDay, readNumber, readTime, writeDay, writeNumber } from './fieldText'
import { inZone, momentOf, offsetName } from './zones'

describe('a typed', () => {
  it.each(['18.11.2026', '18/11/2026', '18-11-26', '18 11 2026', '18112026', '2026-11-18', '11/18/2026'])(
    'day is read: %s',
    (typed) => expect(readDay(typed)).toBe('2026-11-18'),
  )

  it.each(['', '18.11', '31.02.2026', '18.18.2026', '1811', 'tomorrow', '0'])('day is none: %s', (typed) =>
    expect(readDay(typed)).toBeUndefined(),
  )

  it.each(['9:05', '09.05', '905', '0905'])('time is read: %s', (typed) => expect(readTime(typed)).toBe('09:05'))

  it.each(['24:00', '9:60', '9:5', 'x'])('time is none: %s', (typed) => expect(readTime(typed)).toBeUndefined())

  it('number is read with a comma, spaces and a minus', () => {
    expect(readNumber('1 234,5')).toBe(1234.5)
    expect(readNumber('−0.25')).toBe(-0.25)
    for (const wrong of ['1e308', 'NaN', '1,2,3', '', '--1', 'Infinity']) expect(readNumber(wrong)).toBeUndefined()
  })
})

it('is written as the language does', () => {
  expect(writeDay('kk', '2026-11-08')).toBe('08.11.2026')
  expect(writeDay('en', '2026-11-08')).toBe('08/11/2026')
  expect(writeNumber('ru', 0.5)).toBe('0,5')
})

describe('a zone', () => {
  it('shows a moment by its clocks, which were an hour ahead until March 2024', () => {
    expect(inZone('2026-03-01T05:00:00Z', 'Asia/Almaty')).toBe('2026-03-01T10:00:00+05:00')
    expect(inZone('2024-02-01T05:00:00Z', 'Asia/Almaty')).toBe('2024-02-01T11:00:00+06:00')
    expect(inZone('2026-03-01T05:00:00+03:00', 'UTC')).toBe('2026-03-01T02:00:00+00:00')
  })

  it('makes a moment of what its clocks show', () => {
    expect(momentOf('2024-02-29', '22:30', 'Asia/Almaty')).toBe('2024-02-29T22:30:00+06:00')
    expect(momentOf('2024-03-01', '00:30', 'Asia/Almaty')).toBe('2024-03-01T00:30:00+05:00')
  })

  it('is named by its offset', () => {
    expect(offsetName('Asia/Almaty', Date.parse('2026-01-01'))).toBe('UTC+5')
    expect(offsetName('Asia/Kolkata', 0)).toBe('UTC+5:30')
    expect(offsetName('UTC', 0)).toBe('UTC')
  })
})
