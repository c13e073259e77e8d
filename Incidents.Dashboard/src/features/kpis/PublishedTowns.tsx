import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import { publishedParts } from './disclosure'
import type { Figures } from './queries'
import { usePublishedText } from './usePublishedText'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

const measures = ['INCIDENTS', 'SOS_CALLS', 'VIOLATIONS'] as const

/** A few counts of each town, in a way that no small number follows from the total and the other towns. */
export function PublishedTowns({ towns }: { readonly towns: readonly Figures[] }) {
  const { t } = useTranslation('kpis')
  const { compare } = useFormat()
  const { cityName } = useCatalogue()
  const written = usePublishedText()
  if (towns.length < 2) return null
  const named = towns
    .map((figures) => ({ figures, name: cityName(figures.city ?? '') }))
    .sort((a, b) => compare(a.name, b.name))
  const columns = measures.map((measure) => ({
    measure,
    counts: publishedParts(
      named.map(({ figures }) => figures.counts.find((count) => count.measure === measure)?.count ?? null),
    ),
  }))
  return (
    <>
      <h2>{t('byTown')}</h2>
      <TableFrame label={t('byTown')}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('town')}</th>
              {measures.map((measure) => (
                <th key={measure} scope="col" className={table['number']}>
                  {t(`measures.${measure}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {named.map(({ figures, name }, index) => (
              <tr key={figures.city} data-city={figures.city}>
                <th scope="row">{name}</th>
                {columns.map(({ measure, counts }) => (
                  <td key={measure} className={table['number']}>
                    {written(counts[index] ?? null)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
    </>
  )
}
