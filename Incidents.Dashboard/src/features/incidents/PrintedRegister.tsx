import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { PrintHead, type PrintFact } from '@shared/print/PrintHead'
import { usePrinting } from '@shared/print/printing'
import { flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table'
import { useTranslation } from 'react-i18next'
import type { Row } from './queries'
import { useLinkFilters } from './LinkFilters'
import type { ColumnName, RegisterSearch } from './search'
import { useColumns } from './useColumns'
import { classes } from '@shared/ui/classes'
import styles from './PrintedRegister.module.css'
import tableStyles from '@shared/ui/Table.module.css'

interface Props {
  readonly search: RegisterSearch
  readonly columns: readonly ColumnName[]
  readonly rows: readonly Row[]
  /** How many there are; undefined while they are counted. */
  readonly count: number | undefined
}

/** The register on paper: a plain table of the rows that are loaded. */
export function PrintedRegister(props: Props) {
  return usePrinting() ? <Printed {...props} /> : null
}

function Printed({ search, columns: chosen, rows, count }: Props) {
  const { t } = useTranslation('incidents')
  const facts = useFacts(search, rows.length, count)
  const columns = useColumns(chosen)
  // eslint-disable-next-line react-hooks/incompatible-library -- it notifies React of its changes
  const table = useReactTable({
    data: rows as Row[],
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (row) => row.id,
  })
  return (
    <>
      <PrintHead title={t('title')} facts={facts} />
      {rows.length === 0 ? null : (
        <table className={classes(tableStyles['table'], styles['rows'])} aria-label={t('title')}>
          <thead>
            {table.getHeaderGroups().map((group) => (
              <tr key={group.id}>
                {group.headers.map((header) => (
                  <th key={header.id} scope="col">
                    {flexRender(header.column.columnDef.header, header.getContext())}
                  </th>
                ))}
              </tr>
            ))}
          </thead>
          <tbody>
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id}>
                {row.getVisibleCells().map((cell) => (
                  <td key={cell.id}>{flexRender(cell.column.columnDef.cell, cell.getContext())}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  )
}

/** What the rows are: only filters that are set are named. */
function useFacts(search: RegisterSearch, shown: number, count: number | undefined): PrintFact[] {
  const { t } = useTranslation('incidents')
  const { day, number } = useFormat()
  const { cityName, categoryName } = useCatalogue()
  const linked = useLinkFilters(search)
  const { city, district, category, status, device, from, to } = search
  const filters: readonly (readonly [string, string | undefined])[] = [
    [t('shared:printing.area'), city === undefined ? t('shared:all') : city.map(cityName).join(', ')],
    [t('district'), district],
    [t('from'), from && day(from)],
    [t('to'), to && day(to)],
    [t('category'), category?.map(categoryName).join(', ')],
    [t('status'), status?.map((one) => t(`statuses.${one}`)).join(', ')],
    [t('device'), device],
    [t('search'), search.search],
    [t('linkFilters'), linked.length === 0 ? undefined : linked.map(({ text }) => text).join('; ')],
    [t('order'), t(`orders.${search.order ?? 'OCCURRED_DESCENDING'}`)],
    [
      t('shared:printing.shown'),
      count === undefined ? number(shown) : t('shared:printing.shownOf', { shown: number(shown), all: number(count) }),
    ],
  ]
  return filters.flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]))
}
