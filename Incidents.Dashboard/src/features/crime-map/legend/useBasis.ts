import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { CellSet } from '../cells/cellSet'
import { notableOf } from '../cells/chance'
import type { Settings } from '../search/settings'

interface TextItem {
  readonly label: string
  readonly value: string
}

/** What the classes of a map rest on. */
export function useBasis(cells: CellSet, { significance }: Settings): readonly TextItem[] {
  const { t } = useTranslation('crime-map')
  const { number, percent } = useFormat()
  const { compared, parameters } = cells.method
  if (cells.map === 'change') {
    const found = notableOf(cells)
    return [
      { label: t('basis.score'), value: t('basis.scoreIs') },
      ...(found
        ? [
            {
              label: t('basis.notable'),
              value: t('basis.notableOf', {
                seen: number(found.seen),
                cells: number(found.cells),
                chance: number(found.byChance, found.byChance < 10 ? 1 : 0),
              }),
            },
          ]
        : []),
    ]
  }
  if (!compared) return []
  const rate = parameters['falseDiscoveryRate']
  return [
    { label: t('basis.statistic'), value: 'Gi* (Getis, Ord 1995)' },
    { label: t('basis.tested'), value: number(compared.cells) },
    { label: t('basis.neighbours'), value: t('basis.eight') },
    { label: 'p', value: t(`significances.${significance}`) },
    { label: 'q', value: t('basis.rate', { rate: typeof rate === 'number' ? percent(rate) : '–' }) },
  ]
}
