import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { codeText } from '@shared/ui/errorText'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from './queries'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import styles from './AccessLog.module.css'

interface Props {
  readonly label: string
  readonly rows: readonly { readonly entry: Row; readonly why?: ReactNode }[]
}

/** Entries of the log as a table; each leads to all that it contains. */
export function EntryTable({ label, rows }: Props) {
  const { t } = useTranslation('access-log')
  const { t: shared } = useTranslation('shared')
  const { moment, number } = useFormat()
  const hasWhy = rows.some(({ why }) => why !== undefined)
  return (
    <TableFrame label={label}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('when')}</th>
            <th scope="col">{t('who')}</th>
            <th scope="col">{t('what')}</th>
            {hasWhy ? <th scope="col">{t('why')}</th> : null}
            <th scope="col">{t('purpose')}</th>
            <th scope="col" className={table['number']}>
              {t('rows')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ entry, why }) => (
            <tr key={entry.id} data-kind={entry.kind}>
              <td>
                <Link to="/access-log" search={(before) => ({ ...before, entry: entry.id })} preload={false}>
                  {moment(entry.at)}
                </Link>
              </td>
              <td>
                {entry.callerName}
                <span className={styles['note']}>{entry.callerId === '' ? t('nobody') : entry.callerId}</span>
              </td>
              <td>
                {t(`kinds.${entry.kind}`)} {entry.isMasked ? <Badge tone="warn">{t('masked')}</Badge> : null}
                {entry.operation === null ? null : <span className={styles['note']}>{entry.operation}</span>}
                {entry.errors.map((code) => (
                  <span key={code} className={styles['note']}>
                    {codeText(shared, code)}
                  </span>
                ))}
              </td>
              {hasWhy ? <td>{why}</td> : null}
              <td>
                {entry.purposeReason === null ? '—' : shared(`purposeReason.${entry.purposeReason}`)}
                {entry.purposeReference === null ? null : (
                  <span className={styles['note']}>{entry.purposeReference}</span>
                )}
              </td>
              <td className={table['number']}>{entry.rowCount === null ? '—' : number(entry.rowCount)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
