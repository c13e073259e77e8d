import table from '@shared/ui/Table.module.css'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type kpis from '../locales/en.json'

type Column = keyof (typeof kpis)['operations']['columns']

interface Props {
  /** What the rows are. */
  readonly rows: string
  /** The columns of numbers. */
  readonly columns: readonly Column[]
  /** Heads of further columns. */
  readonly children?: ReactNode
}

/** The heads of a table of figures. */
export function Head({ rows, columns, children }: Props) {
  const { t } = useTranslation('kpis')
  return (
    <thead>
      <tr>
        <th scope="col">{rows}</th>
        {columns.map((column) => (
          <th key={column} scope="col" className={table['number']}>
            {t(`operations.columns.${column}`)}
          </th>
        ))}
        {children}
      </tr>
    </thead>
  )
}
