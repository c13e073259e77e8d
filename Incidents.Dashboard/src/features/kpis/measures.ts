export const timedMeasures = ['ANSWER_TIME', 'DISPATCH_TIME', 'ARRIVAL_TIME', 'RESOLUTION_TIME'] as const
export type TimedMeasure = (typeof timedMeasures)[number]

export const countedMeasures = [
  'INCIDENTS',
  'ALERTS',
  'FALSE_ALERTS',
  'SOS_CALLS',
  'ABANDONED_CALLS',
  'VIOLATIONS',
] as const
export type CountedMeasure = (typeof countedMeasures)[number]
