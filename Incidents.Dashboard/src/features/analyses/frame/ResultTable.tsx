import { useFormat } from '@shared/format/useFormat'
import { classes } from '@shared/ui/classes'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import type { Geometry } from 'geojson'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './ResultTable.module.css'
import type { ExportFacts } from './facts'
import { SaveButton } from './SaveButton'

export interface Column<Row> {
  /** The column's name in an export. */
  readonly key: string
  readonly label: string
  /** The value; null where there is none. */
  readonly value: (row: Row) => string | number | null
  /** What is shown; default the value, a number with `digits` decimals. */
  readonly show?: (row: Row) => ReactNode
  readonly digits?: number
  /** Whether the column is in the saved file alone. */
  readonly isOnlySaved?: boolean
}

interface Props<Row> {
  readonly label: string
  /** The name of the file that the rows are saved in. */
  readonly name: string
  readonly facts: ExportFacts
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Where a row lies, where it has a place. */
  readonly geometry?: (row: Row) => Geometry
  /** In the place of no rows. */
  readonly empty: string
}

const most = 100

/** What is written as zero has no sign. */
const unsigned = (value: number, digits: number) => (Math.abs(value) < 0.5 / 10 ** digits ? 0 : value)

/** The rows of a result, the first hundred of them; all of them can be saved. */
export function ResultTable<Row>({ label, name, facts, columns, rows, keyOf, geometry, empty }: Props<Row>) {
  const { t } = useTranslation('analyses')
  const { number } = useFormat()
  const shown = (row: Row, { value, show, digits = 0 }: Column<Row>) => {
    if (show) return show(row)
    const found = value(row)
    return found === null ? '—' : typeof found === 'number' ? number(unsigned(found, digits), digits) : found
  }
  if (rows.length === 0) return <p className={styles['note']}>{empty}</p>
  const inTable = columns.filter(({ isOnlySaved = false }) => !isOnlySaved)
  const isNumber = (column: Column<Row>) => rows.some((row) => typeof column.value(row) === 'number')
  return (
    <div className={styles['result']}>
      <TableFrame label={label} className={styles['frame']}>
        <table className={classes(table['table'], styles['table'])}>
          <thead>
            <tr>
              {inTable.map((column) => (
                <th key={column.key} scope="col" className={isNumber(column) ? table['number'] : undefined}>
                  {column.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, most).map((row) => (
              <tr key={keyOf(row)}>
                {inTable.map((column) => (
                  <td
                    key={column.key}
                    data-number={isNumber(column)}
                    className={isNumber(column) ? table['number'] : undefined}
                  >
                    {shown(row, column)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      <div className={styles['foot']}>
        <p className={styles['note']}>
          {rows.length > most
            ? t('rowsShown', { shown: number(most), all: number(rows.length) })
            : t('rows', { count: rows.length, number: number(rows.length) })}
        </p>
        <SaveButton name={name} facts={facts} columns={columns} rows={rows} geometry={geometry} />
      </div>
    </div>
  )
}
