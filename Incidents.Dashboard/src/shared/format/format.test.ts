import { describe, expect, it } from 'vitest'
import { addDays, dayOf, isDay } from './days'
import { formatOf } from './format'

describe('days of a city', () => {
  it('are those of its clocks, not of the browser', () => {
    expect(dayOf('2026-01-01T19:30:00Z', 'Asia/Almaty')).toBe('2026-01-02')
    // Kazakhstan moved from UTC+6 to UTC+5 on 1 March 2024.
    expect(dayOf('2024-02-28T18:00:00Z', 'Asia/Almaty')).toBe('2024-02-29')
    expect(dayOf('2024-03-02T18:00:00Z', 'Asia/Almaty')).toBe('2024-03-02')
  })

  it('go over the ends of months', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01')
  })

  it('are only those of the calendar', () => {
    expect(isDay('2026-02-28')).toBe(true)
    expect(isDay('2026-02-30')).toBe(false)
    expect(isDay('yesterday')).toBe(false)
  })
})

describe('formats', () => {
  it('show a moment by the clocks of the city', () => {
    expect(formatOf('en').moment('2026-01-01T19:30:05Z')).toBe('02/01/2026, 00:30:05')
    expect(formatOf('ru').moment('2026-01-01T19:30:05Z')).toBe('02.01.2026, 00:30:05')
  })

  it('show the clock that a moment itself carries', () => {
    expect(formatOf('en', 'America/New_York').localMoment('2024-03-01T05:00:00+05:00')).toBe('01/03/2024, 05:00:00')
  })

  it('show a time no more precisely than it is known', () => {
    const { occurred } = formatOf('en')
    expect(occurred('2024-02-03T14:05:00+05:00', 'MINUTE')).toBe('03/02/2024, 14:05:00')
    expect(occurred('2024-02-03T14:00:00+05:00', 'HOUR')).toBe('03/02/2024, 14–15 h')
    expect(occurred('2024-02-03T23:00:00+05:00', 'HOUR')).toBe('03/02/2024, 23–24 h')
    expect(occurred('2024-02-03T00:00:00+05:00', 'DAY')).toBe('3 Feb 2024')
    expect(occurred('2024-02-01T00:00:00+05:00', 'MONTH')).toBe('February 2024')
    expect(occurred('2024-01-01T00:00:00+05:00', 'YEAR')).toBe('2024')
    expect(formatOf('kk').occurred('2024-02-01T00:00:00+05:00', 'MONTH')).toBe('02.2024')
  })

  it('write numbers as the language does', () => {
    expect(formatOf('en').number(1234567)).toBe('1,234,567')
    expect(formatOf('ru').number(1234567)).toBe('1\u00a0234\u00a0567')
  })

  it('speak Kazakh also where the browser does not know it', () => {
    expect(formatOf('kk').seconds(90)).toBe('1 мин 30 сек')
    expect(formatOf('kk').moment('2026-01-01T19:30:05Z')).toBe('02.01.2026, 00:30:05')
  })

  it('write durations in at most two units, whole ones in one', () => {
    expect(formatOf('en').seconds(90)).toBe('1 min 30 secs')
    expect(formatOf('en').seconds(480)).toBe('8 mins')
    expect(formatOf('en').seconds(7_200)).toBe('2 hrs')
  })

  it('write how long ago in the largest unit that fits', () => {
    expect(formatOf('en').ago('2026-01-01T00:00:00Z', Date.parse('2026-01-01T02:10:00Z'))).toBe('2 hours ago')
  })
})
