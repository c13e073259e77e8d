import { classes } from '@shared/ui/classes'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './AsTable.module.css'

interface Props {
  /** What the table shows, for those who do not see it. */
  readonly label: string
  /** What opens the table; default: that it has the figures of a chart. */
  readonly summary?: string
  /** The table's head and body. */
  readonly children: ReactNode
}

/** The figures of a chart as a table, which opens on demand. */
export function AsTable({ label, summary, children }: Props) {
  const { t } = useTranslation('kpis')
  return (
    <details className={styles['details']}>
      <summary>{summary ?? t('asTable')}</summary>
      <TableFrame label={label} className={styles['frame']}>
        <table className={classes(table['table'], styles['figures'])}>{children}</table>
      </TableFrame>
    </details>
  )
}
