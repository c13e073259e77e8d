import { addDays, isDay } from '../format/days'
import { noteDropped } from './dropped'

/** Reads one search parameter; undefined for what is wrong. */
export type Parser<Value> = (value: unknown) => Value | undefined

/** The days of all links: earlier ones are mistakes, and so are those that are far ahead. */
export const firstDay = '1990-01-01'
export const lastDay = () => addDays(new Date().toISOString().slice(0, 10), 366)

/** Days of the longest period that a page draws. */
export const mostDays = 3_660

// The store keeps no NUL and no half of a surrogate pair, and no name contains a control character.
const unwritable = /\p{Cc}|\p{Cs}/u

/** A text of at most so many characters. The address of `123` is read as a number. */
export const text =
  (most: number): Parser<string> =>
  (value) => {
    const found = typeof value === 'number' && Number.isFinite(value) ? String(value) : value
    return typeof found === 'string' && found.trim() !== '' && found.length <= most && !unwritable.test(found)
      ? found
      : undefined
  }

/** Several texts, each of at most `length` characters; one text alone is a list of one. */
export const texts =
  (length: number, most: number): Parser<string[]> =>
  (value) =>
    all(text(length), most, value)

export const oneOf =
  <const Value extends string>(allowed: readonly Value[]): Parser<Value> =>
  (value) =>
    allowed.find((item) => item === text(64)(value))

/** Several of these, in their order. */
export const someOf =
  <const Value extends string>(allowed: readonly Value[]): Parser<Value[]> =>
  (value) => {
    const chosen = all(oneOf(allowed), 2 * allowed.length, value)
    return chosen && allowed.filter((item) => chosen.includes(item))
  }

/** A day of the calendar, `2026-03-01`. */
export const day =
  (min = firstDay, max = lastDay): Parser<string> =>
  (value) =>
    isDay(value) && value >= min && value <= max() ? value : undefined

/** A moment with its offset from UTC. A plus sign that was not encoded has become a space. */
export const moment: Parser<string> = (value) => {
  if (typeof value !== 'string') return undefined
  const written = value.replace(/ (?=\d\d:\d\d$)/, '+')
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(written) &&
    !Number.isNaN(Date.parse(written)) &&
    day()(written.slice(0, 10)) !== undefined
    ? written
    : undefined
}

/** A number within these limits, both included. Minus zero is zero. */
export const number =
  (min: number, max: number): Parser<number> =>
  (value) =>
    typeof value === 'number' && value >= min && value <= max ? value + 0 : undefined

export const whole =
  (min: number, max: number): Parser<number> =>
  (value) =>
    Number.isInteger(value) ? number(min, max)(value) : undefined

/** A text that is written like this. */
export const pattern =
  (regex: RegExp): Parser<string> =>
  (value) => {
    const found = text(2_000)(value)
    return found !== undefined && regex.test(found) ? found : undefined
  }

/** A value that is also accepted by the test. */
export const where =
  <Value>(parser: Parser<Value>, test: (value: Value) => boolean): Parser<Value> =>
  (value) => {
    const found = parser(value)
    return found !== undefined && test(found) ? found : undefined
  }

function all<Value>(parser: Parser<Value>, most: number, value: unknown): Value[] | undefined {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (items.length === 0 || items.length > most) return undefined
  const found = items.map(parser)
  return found.every((item) => item !== undefined) ? [...new Set(found)] : undefined
}

type Parsers = Readonly<Record<string, Parser<unknown>>>
type Read<Of extends Parsers> = { readonly [Key in keyof Of]?: NonNullable<ReturnType<Of[Key]>> }

/** Names of the parameters that were wrong. */
export interface Dropped {
  readonly dropped?: readonly string[]
}

/** First and last day of a period, by the names of their parameters. */
type Span<Key> = readonly [from: Key, to: Key]

/**
 * Reads the search parameters of a link. What is wrong is left out, and so is what the page does not know: `DroppedNote` names it.
 *
 * A parameter that is wrong is undefined in the result, because the router adds the result to the parameters of the address.
 * @param spans Periods of at most {@link mostDays} days; a longer one keeps its last days.
 */
export function reader<Of extends Parsers>(parsers: Of, spans: readonly Span<keyof Of & string>[] = []) {
  const read = (search: Record<string, unknown>): Read<Of> & Dropped => {
    const given = Object.entries(search).filter(([, value]) => value !== undefined)
    const values = given.map(
      ([key, value]) => [key, Object.hasOwn(parsers, key) ? parsers[key]?.(value) : undefined] as const,
    )
    const found = new Map<string, unknown>(values)
    const dropped = values.flatMap(([key, value]) => (value === undefined ? [key] : []))
    for (const [from, to] of spans) {
      const [first, last] = [found.get(from), found.get(to) ?? new Date().toISOString().slice(0, 10)]
      if (typeof first !== 'string' || typeof last !== 'string' || first >= addDays(last, 1 - mostDays)) continue
      found.set(from, addDays(last, 1 - mostDays))
      dropped.push(from)
    }
    // Entries keep a parameter named __proto__ an ordinary one.
    const result = Object.fromEntries(found) as Read<Of>
    if (dropped.length === 0) return result
    noteDropped(dropped)
    // The router writes what it can enumerate to the address.
    return Object.defineProperty(result, 'dropped', { value: dropped, enumerable: false })
  }
  return Object.assign(read, { parameters: Object.keys(parsers) })
}

/** Leaves out what is not there, so that a link holds only what was chosen. */
export function compact<T extends object>(search: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}
