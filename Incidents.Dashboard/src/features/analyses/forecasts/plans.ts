import type { ForecastRow } from './queries'

/** The plans of these forecasts, the latest first. */
export const plansOf = (rows: readonly ForecastRow[]) => [...new Set(rows.map(({ terms }) => terms.plan))]

/** The plan of the link where it is there; else the first that has a score, else the first. */
export function planOf(rows: readonly ForecastRow[], wanted: string | undefined): string | undefined {
  const plans = plansOf(rows)
  return plans.find((plan) => plan === wanted) ?? rows.find(({ score }) => score !== null)?.terms.plan ?? plans[0]
}

/** The scores at a share of the area. */
export const atShare = <Share extends { readonly share: number }>(
  shares: readonly Share[] | undefined,
  share: number,
) => shares?.find((one) => Math.abs(one.share - share) < 1e-9)
