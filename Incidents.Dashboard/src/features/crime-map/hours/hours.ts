/** A rectangle of the week: days 1 (Monday) to 7, hours 0 to 23, both ends included. */
export interface Hours {
  readonly days: readonly [first: number, last: number]
  readonly hours: readonly [first: number, last: number]
}

export function readHours(text: string | undefined): Hours | undefined {
  const found = /^([1-7])-([1-7]),(\d{1,2})-(\d{1,2})$/.exec(text ?? '')
  if (!found) return undefined
  const [firstDay, lastDay, firstHour, lastHour] = found.slice(1).map(Number) as [number, number, number, number]
  return firstDay <= lastDay && firstHour <= lastHour && lastHour < 24
    ? { days: [firstDay, lastDay], hours: [firstHour, lastHour] }
    : undefined
}

/** The rectangle as hours of the week, 0 (Monday, 00:00 to 01:00) to 167. */
export const hoursOfWeek = ({ days, hours }: Hours): number[] =>
  range(days).flatMap((day) => range(hours).map((hour) => 24 * (day - 1) + hour))

/** The rectangle around hours of the week; nothing around none. */
export function hoursAround(all: readonly number[]): Hours | undefined {
  const days = all.map((hour) => Math.floor(hour / 24) + 1)
  const hours = all.map((hour) => hour % 24)
  return all.length === 0
    ? undefined
    : { days: [Math.min(...days), Math.max(...days)], hours: [Math.min(...hours), Math.max(...hours)] }
}

const range = ([first, last]: readonly [first: number, last: number]) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index)

export const writeHours = ({ days, hours }: Hours) => `${days.join('-')},${hours.join('-')}`

export interface WeekHour {
  readonly weekday: number
  readonly hour: number
  /** Null where no source reported on such a day of the period. */
  readonly count: number | null
}

/** How many were counted within the rectangle. */
export const countWithin = (week: readonly WeekHour[], { days, hours }: Hours) =>
  week
    .filter(({ weekday, hour }) => weekday >= days[0] && weekday <= days[1] && hour >= hours[0] && hour <= hours[1])
    .reduce((sum, { count }) => sum + (count ?? 0), 0)
