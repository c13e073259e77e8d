import type { Endless } from '@shared/graphql/useEndless'
import { Button } from '@shared/ui/Button'
import { flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef, type CSSProperties, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { IncidentOrder } from '@shared/graphql/generated/graphql'
import type { Row } from './queries'
import type { ColumnName } from './search'
import { useColumns } from './useColumns'
import { useIsNarrow } from './useIsNarrow'
import styles from './RegisterTable.module.css'

// The next page is asked for while this many rows are still below the screen.
const ahead = 60
const rowHeight = 45
const narrowRowHeight = 104

/** Least width of a column in rem, and its share of what is left. */
const widths: Record<ColumnName | 'category', readonly [rem: number, share: number]> = {
  category: [11, 2],
  status: [9, 0.5],
  occurred: [9.5, 0.5],
  known: [9.5, 0.5],
  city: [7, 1],
  where: [10, 2],
  device: [8, 1],
  description: [16, 3],
  source: [7, 1],
  sourceId: [9, 1],
  unit: [7, 1],
  victims: [6, 0.5],
}
const gap = 1

function layoutOf(columns: readonly ColumnName[]): CSSProperties {
  const all = [widths.category, ...columns.map((name) => widths[name])]
  return {
    '--columns': all.map(([rem, share]) => `minmax(${rem}rem, ${share}fr)`).join(' '),
    '--least': `${all.reduce((sum, [rem]) => sum + rem + gap, gap)}rem`,
  } as CSSProperties
}

/** The orders of a column that the server sorts by. */
const ordersOf: Partial<Record<string, readonly [descending: IncidentOrder, ascending: IncidentOrder]>> = {
  occurred: ['OCCURRED_DESCENDING', 'OCCURRED_ASCENDING'],
  known: ['KNOWN_DESCENDING', 'KNOWN_ASCENDING'],
}

interface Props {
  readonly register: Endless<Row>
  readonly columns: readonly ColumnName[]
  readonly order: IncidentOrder
  readonly onOrder: (order: IncidentOrder) => void
}

/** The register's rows: only those in sight are drawn, and the next ones come before they are reached. */
export function RegisterTable({ register, columns: chosen, order, onOrder }: Props) {
  const { t } = useTranslation('incidents')
  const scroller = useRef<HTMLDivElement>(null)
  const isNarrow = useIsNarrow()
  const columns = useColumns(chosen)
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

  const modelRows = table.getRowModel().rows
  return (
    <div
      ref={scroller}
      className={styles['register']}
      style={layoutOf(chosen)}
      role="table"
      aria-label={t('title')}
      aria-rowcount={hasMore ? -1 : rows.length + 1}
    >
      <div role="rowgroup" className={styles['head']}>
        {table.getHeaderGroups().map((group) => (
          <div key={group.id} role="row" aria-rowindex={1} className={styles['row']}>
            {group.headers.map((header) => (
              <Heading
                key={header.id}
                orders={isNarrow ? undefined : ordersOf[header.column.id]}
                order={order}
                onOrder={onOrder}
              >
                {flexRender(header.column.columnDef.header, header.getContext())}
              </Heading>
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
              ref={virtual.measureElement}
              data-index={item.index}
              style={{ transform: `translateY(${item.start}px)` }}
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

interface HeadingProps {
  /** Undefined where the server does not sort by the column. */
  readonly orders: readonly [descending: IncidentOrder, ascending: IncidentOrder] | undefined
  readonly order: IncidentOrder
  readonly onOrder: (order: IncidentOrder) => void
  readonly children: ReactNode
}

function Heading({ orders, order, onOrder, children }: HeadingProps) {
  if (orders === undefined) return <div role="columnheader">{children}</div>
  const [descending, ascending] = orders
  const sort = order === descending ? 'descending' : order === ascending ? 'ascending' : 'none'
  return (
    <div role="columnheader" aria-sort={sort}>
      <button
        type="button"
        className={styles['sort']}
        onClick={() => onOrder(order === descending ? ascending : descending)}
      >
        {children} <span aria-hidden="true">{sort === 'descending' ? '↓' : sort === 'ascending' ? '↑' : '↕'}</span>
      </button>
    </div>
  )
}
