import type { TimePrecision } from '../graphql/generated/graphql'
import type { Language } from '../i18n/i18n'

/** The default time zone, that of the cities of the programme. */
export const homeZone = 'Asia/Almaty'

/** Numbers, moments and durations as the language writes them, moments by the clocks of a zone. */
export interface Format {
  readonly number: (value: number, digits?: number) => string
  readonly percent: (share: number, digits?: number) => string
  readonly date: (moment: string) => string
  readonly time: (moment: string) => string
  readonly moment: (moment: string) => string
  /** A moment with its zone's offset: `28/11/2026, 22:15:03 UTC+5`. */
  readonly zoned: (moment: string) => string
  /** A day without a time, `2026-03-01`. */
  readonly day: (day: string) => string
  /** Reads the clock that the text itself shows: `2024-03-01T05:00:00+05:00` is five o'clock everywhere. */
  readonly localMoment: (moment: string) => string
  /** A local moment as precisely as it is known: a day has no 00:00, a month has no first day. */
  readonly occurred: (moment: string, precision: TimePrecision) => string
  readonly seconds: (seconds: number) => string
  readonly ago: (moment: string, now: number) => string
  readonly compare: (a: string, b: string) => number
}

const dayAndTime: Intl.DateTimeFormatOptions = {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
}
const monthInFigures: Intl.DateTimeFormatOptions = { month: '2-digit', year: 'numeric' }
const monthInWords: Intl.DateTimeFormatOptions = { month: 'long', year: 'numeric' }
const dayInFigures: Intl.DateTimeFormatOptions = { day: '2-digit', month: '2-digit', year: 'numeric' }
const dayInWords: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }

/** English dates are written day first, as in the country. */
// Browsers often come without Kazakh: its numbers and dates in figures are written as Russian ones are, its words are ours.
const localeOf = (language: Language) => (language === 'en' ? 'en-GB' : 'ru-KZ')

const hourSigns: Record<Language, string> = { kk: 'сағ', ru: 'ч', en: 'h' }

const kazakhUnits: Record<string, string> = { second: 'сек', minute: 'мин', hour: 'сағ', day: 'күн' }

const made = new Map<string, Format>()

/** The formats of a language and a time zone. */
export function formatOf(language: Language, zone = homeZone): Format {
  const key = `${language} ${zone}`
  const known = made.get(key)
  if (known) return known
  const format = makeFormat(language, zone)
  made.set(key, format)
  return format
}

function makeFormat(language: Language, zone: string): Format {
  const locale = localeOf(language)
  const isKazakh = language === 'kk'
  const dayOnly = isKazakh ? dayInFigures : dayInWords
  const moments = (options: Intl.DateTimeFormatOptions, timeZone = zone) => {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    return (moment: string) => format.format(new Date(moment))
  }
  const wall = moments(dayAndTime, 'UTC')
  const wallDay = moments(dayOnly, 'UTC')
  const wallFigures = moments(dayInFigures, 'UTC')
  const wallMonth = moments(isKazakh ? monthInFigures : monthInWords, 'UTC')
  const moment = moments(dayAndTime)
  const offset = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' })
  const offsetOf = (at: string) =>
    offset
      .formatToParts(new Date(at))
      .find(({ type }) => type === 'timeZoneName')
      ?.value.replace('GMT', 'UTC') ?? zone
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const collator = new Intl.Collator(locale)
  // A formatter takes longer to make than to use.
  const formatters = new Map<string, Intl.NumberFormat>()
  const written = (value: number, key: string, options: Intl.NumberFormatOptions) => {
    const formatter = formatters.get(key) ?? new Intl.NumberFormat(locale, options)
    formatters.set(key, formatter)
    return formatter.format(value)
  }
  const number = (value: number, digits = 0) => written(value, `number ${digits}`, { maximumFractionDigits: digits })
  const unit = (value: number, name: string, digits = 0) =>
    isKazakh
      ? `${number(value, digits)} ${kazakhUnits[name] ?? name}`
      : written(value, `${name} ${digits}`, {
          style: 'unit',
          unit: name,
          unitDisplay: 'short',
          maximumFractionDigits: digits,
        })
  const both = (large: string, rest: number, name: string) => (rest === 0 ? large : `${large} ${unit(rest, name)}`)

  return {
    number,
    percent: (share, digits = 0) =>
      written(share, `percent ${digits}`, {
        style: 'percent',
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      }),
    date: moments(dayOnly),
    time: moments({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }),
    moment,
    zoned: (at) => `${moment(at)} ${offsetOf(at)}`,
    day: (day) => wallDay(`${day}T00:00:00Z`),
    localMoment: (moment) => wall(`${moment.slice(0, 19)}Z`),
    occurred: (moment, precision) => {
      const text = `${moment.slice(0, 19)}Z`
      switch (precision) {
        case 'MINUTE':
          return wall(text)
        case 'HOUR': {
          const begin = Number(moment.slice(11, 13))
          return `${wallFigures(text)}, ${begin}–${begin + 1} ${hourSigns[language]}`
        }
        case 'DAY':
          return wallDay(text)
        case 'MONTH':
          return wallMonth(text)
        case 'YEAR':
          return moment.slice(0, 4)
      }
    },
    seconds: (seconds) => {
      if (seconds < 60) return unit(seconds, 'second', seconds < 10 ? 1 : 0)
      const minutes = Math.floor(seconds / 60)
      if (minutes < 60) return both(unit(minutes, 'minute'), Math.floor(seconds % 60), 'second')
      const hours = Math.floor(minutes / 60)
      if (hours < 48) return both(unit(hours, 'hour'), minutes % 60, 'minute')
      return unit(Math.floor(hours / 24), 'day')
    },
    ago: (moment, now) => {
      const seconds = (new Date(moment).getTime() - now) / 1000
      const [size, name] = (
        [
          [86_400, 'day'],
          [3_600, 'hour'],
          [60, 'minute'],
        ] as const
      ).find(([s]) => Math.abs(seconds) >= s) ?? [1, 'second' as const]
      const count = Math.round(seconds / size)
      return isKazakh ? `${unit(Math.abs(count), name)} ${count > 0 ? 'кейін' : 'бұрын'}` : relative.format(count, name)
    },
    compare: (a, b) => collator.compare(a, b),
  }
}
