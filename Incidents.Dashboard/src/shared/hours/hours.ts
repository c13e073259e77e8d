/**
 * Hours of the local week, days 1 (Monday) to 7, hours 0 to 23, both ends included.
 *
 * On every day from the first to the last one the hours from the first to the last one; or, `inOneGo`, everything from the first hour of
 * the first day to the last hour of the last day. Hours that end before they begin end on the next day, days in the next week.
 */
export interface Hours {
  readonly days: readonly [first: number, last: number]
  readonly hours: readonly [first: number, last: number]
  readonly inOneGo?: true
}

export const hoursOfAWeek = 168

const daily = /^([1-7])-([1-7]),([01]?\d|2[0-3])-([01]?\d|2[0-3])$/
const inOneGo = /^([1-7])T([01]?\d|2[0-3])-([1-7])T([01]?\d|2[0-3])$/

/** Reads `5-6,22-3` (Friday and Saturday, 22:00 to 04:00) or `5T22-1T3` (Friday, 22:00 to Monday, 04:00). */
export function readHours(text: string | undefined): Hours | undefined {
  const each = daily
    .exec(text ?? '')
    ?.slice(1)
    .map(Number) as [number, number, number, number] | undefined
  if (each) return { days: [each[0], each[1]], hours: [each[2], each[3]] }
  const span = inOneGo
    .exec(text ?? '')
    ?.slice(1)
    .map(Number) as [number, number, number, number] | undefined
  return span && { days: [span[0], span[2]], hours: [span[1], span[3]], inOneGo: true }
}

export const writeHours = ({ days, hours, inOneGo: span }: Hours) =>
  span ? `${days[0]}T${hours[0]}-${days[1]}T${hours[1]}` : `${days.join('-')},${hours.join('-')}`

/** The hours of the week, 0 (Monday, 00:00 to 01:00) to 167, in ascending order. */
export function hoursOfWeek({ days, hours, inOneGo: span }: Hours): number[] {
  const begin = 24 * (days[0] - 1) + hours[0]
  const found = span
    ? cycle(begin, 24 * (days[1] - 1) + hours[1], hoursOfAWeek)
    : cycle(days[0] - 1, days[1] - 1, 7).flatMap((day) =>
        cycle(hours[0], hours[1], 24).map((hour) => (24 * day + hour + (hour < hours[0] ? 24 : 0)) % hoursOfAWeek),
      )
  return found.sort((a, b) => a - b)
}

/** From the first to the last number, over the end of the circle where the last one is smaller. */
const cycle = (first: number, last: number, length: number): number[] =>
  Array.from({ length: ((last - first + length) % length) + 1 }, (_, index) => (first + index) % length)

/** The shortest way to write these hours of the week; undefined for none, for all, and for what is no such pattern. */
export function hoursAround(all: readonly number[]): Hours | undefined {
  const known = new Set(all)
  if (known.size === 0 || known.size === hoursOfAWeek) return undefined
  const begins = [...known].filter((hour) => !known.has((hour + hoursOfAWeek - 1) % hoursOfAWeek)).sort((a, b) => a - b)
  const runs = begins.map((begin) => {
    let length = 1
    while (known.has((begin + length) % hoursOfAWeek)) length++
    return { day: Math.floor(begin / 24) + 1, hour: begin % 24, length }
  })
  const [first] = runs
  if (first === undefined) return undefined
  const { hour, length } = first
  if (runs.length === 1 && length > 24) {
    const end = (begins[0] ?? 0) + length - 1
    const lastDay = (Math.floor(end / 24) % 7) + 1
    return hour === 0 && length % 24 === 0
      ? { days: [first.day, lastDay], hours: [0, 23] }
      : { days: [first.day, lastDay], hours: [hour, end % 24], inOneGo: true }
  }
  const beginning = runs.filter(({ day }) => !runs.some((one) => one.day === ((day + 5) % 7) + 1))
  const firstDay = beginning[0]?.day ?? 1
  return runs.some((run) => run.hour !== hour || run.length !== length) || beginning.length > 1
    ? undefined
    : {
        days: [firstDay, ((firstDay + runs.length - 2) % 7) + 1],
        hours: [hour, (hour + length - 1) % 24],
      }
}

export interface WeekHour {
  readonly weekday: number
  readonly hour: number
  /** Null where no source reported on such a day of the period. */
  readonly count: number | null
}

/** How many were counted in these hours. */
export function countWithin(week: readonly WeekHour[], hours: Hours): number {
  const chosen = new Set(hoursOfWeek(hours))
  return week.reduce(
    (sum, { weekday, hour, count }) => sum + (chosen.has(24 * (weekday - 1) + hour) ? (count ?? 0) : 0),
    0,
  )
}
