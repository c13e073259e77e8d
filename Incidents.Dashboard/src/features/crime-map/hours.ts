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

export const writeHours = ({ days, hours }: Hours) => `${days.join('-')},${hours.join('-')}`

export interface WeekHour {
  readonly weekday: number
  readonly hour: number
  readonly count: number
}

/** How many were counted within the rectangle. */
export const countWithin = (week: readonly WeekHour[], { days, hours }: Hours) =>
  week
    .filter(({ weekday, hour }) => weekday >= days[0] && weekday <= days[1] && hour >= hours[0] && hour <= hours[1])
    .reduce((sum, { count }) => sum + count, 0)
