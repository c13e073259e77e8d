import type { Endless } from '@shared/graphql/useEndless'
import { Button } from '@shared/ui/Button'
import { flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from './queries'
import { useColumns } from './useColumns'
import { useIsNarrow } from './useIsNarrow'
import styles from './RegisterTable.module.css'

// The next page is asked for while this many rows are still below the screen.
const ahead = 60
const rowHeight = 45
const narrowRowHeight = 104

/** The register's rows: only those in sight are drawn, and the next ones come before they are reached. */
export function RegisterTable({ register }: { readonly register: Endless<Row> }) {
  const { t } = useTranslation('incidents')
  const scroller = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow()
  const columns = useColumns()
  const { rows, hasMore, isLoading, error, more } = register
  // eslint-disable-next-line react-hooks/incompatible-library -- both notify React of their changes
  const table = useReactTable({
    data: rows as Row[],
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: (row) => row.id,
  })
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? narrowRowHeight : rowHeight),
    overscan: 12,
  })
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - ahead && hasMore && !isLoading && !error) more()
  }, [last, rows.length, hasMore, isLoading, error, more])
  useEffect(() => virtual.measure(), [isNarrow, virtual])

  const modelRows = table.getRowModel().rows
  return (
    <div
      ref={scroller}
      className={styles['register']}
      role="table"
      aria-label={t('title')}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
    >
      <div role="rowgroup" className={styles['head']}>
        {table.getHeaderGroups().map((group) => (
          <div key={group.id} role="row" aria-rowindex={1} className={styles['row']}>
            {group.headers.map((header) => (
              <div key={header.id} role="columnheader">
                {flexRender(header.column.columnDef.header, header.getContext())}
              </div>
            ))}
          </div>
        ))}
      </div>
      <div role="rowgroup" className={styles['body']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = modelRows[item.index]
          if (!row) return null
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={item.index + 2}
              className={styles['row']}
              style={{ transform: `translateY(${item.start}px)`, height: item.size }}
            >
              {row.getVisibleCells().map((cell) => (
                <div
                  key={cell.id}
                  role="cell"
                  data-column={cell.column.id}
                  data-label={cell.column.columnDef.header as string | undefined}
                >
                  {flexRender(cell.column.columnDef.cell, cell.getContext())}
                </div>
              ))}
            </div>
          )
        })}
      </div>
      {error ? (
        <div className={styles['foot']} role="row">
          <div role="cell">
            <Button onPress={more}>{t('loadMore')}</Button>
          </div>
        </div>
      ) : null}
    </div>
  )
}
