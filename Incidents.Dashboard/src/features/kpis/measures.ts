export const timedMeasures = ['ANSWER_TIME', 'DISPATCH_TIME', 'ARRIVAL_TIME', 'RESOLUTION_TIME'] as const
export type TimedMeasure = (typeof timedMeasures)[number]

export const isTimed = (measure: string): measure is TimedMeasure => timedMeasures.some((one) => one === measure)

export const countedMeasures = [
  'INCIDENTS',
  'OFFENCES',
  'VICTIMS',
  'ALERTS',
  'FALSE_ALERTS',
  'SOS_CALLS',
  'ABANDONED_CALLS',
  'VIOLATIONS',
] as const
export type CountedMeasure = (typeof countedMeasures)[number]

/** What a count is a part of, by the measures that are added up: alerts that stand do not contain the false ones. */
export const wholeOf: Partial<Record<string, readonly CountedMeasure[]>> = {
  FALSE_ALERTS: ['ALERTS', 'FALSE_ALERTS'],
  ABANDONED_CALLS: ['SOS_CALLS'],
}

/** Several of these may be of one incident: they are not independent, so their changes are not judged by chance. */
export const isJudged = (measure: string) => measure !== 'OFFENCES' && measure !== 'VICTIMS'

interface Counted {
  readonly measure: string
  readonly count: number | null
  readonly before: number | null
}

/** The measures that say something of their own: offences only where they are not as many as incidents, victims where they are given. */
export function shownMeasures(counts: readonly Counted[]): CountedMeasure[] {
  const of = (measure: CountedMeasure) => counts.find((count) => count.measure === measure)
  const [incidents, offences] = [of('INCIDENTS'), of('OFFENCES')]
  const isSame = incidents?.count === offences?.count && incidents?.before === offences?.before
  return countedMeasures.filter((measure) => of(measure) !== undefined && (measure !== 'OFFENCES' || !isSame))
}
