import type { Language } from '../i18n/i18n'
import { isDay } from './days'

/** A day as its field shows it: day first in every language, as in the country. */
export function writeDay(language: Language, day: string): string {
  const [year = '', month = '', ofMonth = ''] = day.split('-')
  return [ofMonth, month, year].join(language === 'en' ? '/' : '.')
}

/**
 * The day that was typed: `18.11.2026`, `18/11/26`, `18112026` or `2026-11-18`.
 *
 * A month above 12 is the day: `11/18/2026` can only be 18 November.
 */
export function readDay(text: string): string | undefined {
  if (isDay(text)) return text
  const parts =
    /^(\d{1,2})[./\- ]+(\d{1,2})[./\- ]+(\d{4}|\d{2})\.?$/.exec(text) ??
    /^(\d{2})(\d{2})(\d{4})$/.exec(text) ??
    undefined
  if (!parts) return undefined
  const [first, second, year] = parts.slice(1).map(Number) as [number, number, number]
  const [ofMonth, month] = second > 12 && first <= 12 ? [second, first] : [first, second]
  const day = [year < 100 ? 2000 + year : year, month, ofMonth].map((part) => String(part).padStart(2, '0')).join('-')
  return isDay(day) ? day : undefined
}

/** The time that was typed, as `09:05`: `9:05`, `9.05`, `905` or `9`. */
export function readTime(text: string): string | undefined {
  const parts = /^(\d{1,2})[:.\- ](\d{2})$/.exec(text) ?? /^(\d{1,2})(\d{2})$/.exec(text) ?? /^(\d{1,2})$/.exec(text)
  if (!parts) return undefined
  const [hour, minute] = [Number(parts[1]), Number(parts[2] ?? 0)]
  return hour < 24 && minute < 60 ? [hour, minute].map((part) => String(part).padStart(2, '0')).join(':') : undefined
}

/** The number that was typed: with a comma or a point, and with spaces between thousands. */
export function readNumber(text: string): number | undefined {
  const bare = text.replace(/[\s\u00a0\u202f]/g, '').replace(',', '.')
  return /^[-+\u2212]?(\d+\.?\d*|\.\d+)$/.test(bare) ? Number(bare.replace('\u2212', '-')) + 0 : undefined
}

export const writeNumber = (language: Language, value: number) =>
  language === 'en' ? String(value) : String(value).replace('.', ',')
