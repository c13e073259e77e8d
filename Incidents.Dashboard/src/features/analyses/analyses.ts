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
