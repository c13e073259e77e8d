import { useMemo } from 'react'
import { graphql } from '../graphql/generated'
import { useAnswer } from '../graphql/useAnswer'
import { useMay } from '../session/may'
import { useCatalogue, type NamedCity } from './useCatalogue'

const reportingQuery = graphql(`
  query ReportingTowns {
    sourceCoverage {
      city
    }
  }
`)

/**
 * The towns to choose from: those of the programme, and others of which anything was reported or imported.
 *
 * The catalogue also knows towns whose registers can be imported, and most installations have nothing of them.
 * @param chosen Codes that remain in the list in any case.
 */
export function useTowns(chosen: readonly string[] = []): readonly NamedCity[] {
  const { cities } = useCatalogue()
  // Who does not see when sources reported chooses among the towns of the programme.
  const { data } = useAnswer(reportingQuery, {}, { pause: !useMay('source') })
  const written = chosen.join('\n')
  return useMemo(() => {
    const kept = new Set([...(data?.sourceCoverage ?? []).map(({ city }) => city), ...written.split('\n')])
    return cities.filter(({ code, isOfProgramme }) => isOfProgramme || kept.has(code))
  }, [cities, data, written])
}
