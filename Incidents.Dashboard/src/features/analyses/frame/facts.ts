import type { Facts } from '@shared/export/facts'
import { addDays } from '@shared/format/days'
import type { Basis } from '../queries'

/** What saved figures are. Where they come from and whether they are simulated is added when they are saved. */
export type ExportFacts = Omit<Facts, 'source' | 'simulated'>

type Parameter = Facts['parameters'][string]

/** The facts of a result, from its basis. */
export function factsOf(basis: Basis, asOf: string | null): ExportFacts {
  return {
    area: basis.cities?.join(' ') ?? 'all',
    period: { from: basis.from, to: addDays(basis.until, -1) },
    counted: basis.measure,
    categories: basis.categories ?? [],
    knownAt: basis.asKnownOn,
    method: `${basis.method}: ${basis.source}`,
    parameters: {
      observations: basis.observations,
      total: basis.count,
      daysAsked: basis.daysAsked,
      daysCovered: basis.daysCovered,
      coverageCode: basis.coverageCode,
      ...Object.fromEntries(basis.parameters.map(({ name, value }) => [name, scalar(value)])),
    },
    asOf,
  }
}

const scalar = (value: unknown): Parameter =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : JSON.stringify(value)
