const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the clocks of a zone are ahead of UTC at a moment. */
export function offsetMinutes(zone: string, milliseconds: number): number {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeZoneName: 'longOffset', hour: '2-digit' })
  formats.set(zone, format)
  const name = format.formatToParts(milliseconds).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const parts = /([+\u2212-])(\d{2}):(\d{2})/.exec(name)
  return parts ? (parts[1] === '+' ? 1 : -1) * (60 * Number(parts[2]) + Number(parts[3])) : 0
}

const writeOffset = (minutes: number) => {
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`
}

/** `UTC+5`, as people write it. */
export function offsetName(zone: string, milliseconds: number): string {
  const minutes = offsetMinutes(zone, milliseconds)
  const rest = Math.abs(minutes) % 60
  return minutes === 0
    ? 'UTC'
    : `UTC${minutes < 0 ? '\u2212' : '+'}${Math.floor(Math.abs(minutes) / 60)}${rest === 0 ? '' : `:${rest}`}`
}

/** The same moment with the offset of a zone, in whole seconds: `2026-03-01T05:00:00Z` is `2026-03-01T10:00:00+05:00` in Almaty. */
export function inZone(moment: string, zone: string): string {
  const milliseconds = Date.parse(moment)
  const minutes = offsetMinutes(zone, milliseconds)
  return new Date(milliseconds + 60_000 * minutes).toISOString().slice(0, 19) + writeOffset(minutes)
}

/** The moment at which the clocks of a zone show a day and a time. */
export function momentOf(day: string, time: string, zone: string): string {
  const wall = Date.parse(`${day}T${time}:00Z`)
  // The offset at the moment itself may differ from that of the first guess.
  const guess = wall - 60_000 * offsetMinutes(zone, wall)
  return `${day}T${time}:00${writeOffset(offsetMinutes(zone, guess))}`
}
