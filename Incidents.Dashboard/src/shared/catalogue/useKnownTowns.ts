import { useEffect, useMemo } from 'react'
import { noteDropped } from '../routing/dropped'
import { useCatalogue } from './useCatalogue'

/**
 * The towns of a link that the installation knows; a question about another one would be refused.
 *
 * @param drop Writes those that are known into the address, where there are others; undefined for none.
 */
export function useKnownTowns(codes: readonly string[] | undefined, drop: (known: string[] | undefined) => void) {
  const { cities } = useCatalogue()
  const written = codes && JSON.stringify(codes)
  const known = useMemo(() => {
    const chosen = written === undefined ? undefined : (JSON.parse(written) as string[])
    if (chosen === undefined || cities.length === 0) return chosen
    const found = chosen.filter((code) => cities.some((city) => city.code === code))
    return found.length === 0 ? undefined : found
  }, [written, cities])
  const isWhole = (known?.length ?? 0) === (codes?.length ?? 0)
  useEffect(() => {
    if (isWhole) return
    noteDropped(['city'])
    drop(known)
  }, [isWhole, drop, known])
  return known
}
