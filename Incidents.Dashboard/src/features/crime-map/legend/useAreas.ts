import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { allOf, sumOf, type CellSet } from '../cells/cellSet'
import type { TownCounts } from '../cells/useTownCounts'

/** What was counted on the screen, in the chosen town and in all towns, each with its area: before and now where that is compared. */
export function useAreas(cells: CellSet, inView: readonly number[], town: TownCounts | undefined): readonly string[] {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const { compared } = cells.method
  const sums = (indices: readonly number[]) => ({
    sum: number(sumOf(cells, indices)),
    before: number(sumOf(cells, indices, 'before')),
    cells: number(indices.length),
  })
  const occupied = (counts: readonly number[]) => counts.filter((count) => count > 0).length
  if (cells.map === 'change')
    return [
      t('inViewChange', sums(inView)),
      ...(town && town.before !== null
        ? [t('areaChange', { area: town.name, sum: number(town.total), before: number(town.before) })]
        : []),
      t('areaChange', { area: t('allTowns'), ...sums(allOf(cells)) }),
    ]
  const ofTown = town
    ? [t('area', { area: town.name, sum: number(town.total), cells: number(occupied(town.counts)) })]
    : []
  return [
    t('inView', sums(inView)),
    ...ofTown,
    compared
      ? t('areaCompared', {
          sum: number(compared.total),
          occupied: number(compared.occupied),
          cells: number(compared.cells),
        })
      : t('area', { area: t('allTowns'), ...sums(allOf(cells)) }),
  ]
}
