import type { Need } from '@shared/session/may'

/** The analyses in the order of their use, by the names of their links. */
export const analyses = [
  'forecasts',
  'nearRepeats',
  'emerging',
  'impact',
  'scan',
  'anomalies',
  'coverage',
  'density',
  'shuffled',
  'decomposition',
  'nowcastScore',
] as const
export type Analysis = (typeof analyses)[number]

/** What one must see to be offered an analysis. */
export const needsOf = (analysis: Analysis): readonly Need[] =>
  analysis === 'forecasts' ? ['forecast'] : analysis === 'coverage' ? ['source'] : ['analysis']
