import { MultiPicker } from '@shared/ui/MultiPicker'
import { useTranslation } from 'react-i18next'
import { columnNames, usualColumns, type ColumnName } from './search'
import { useColumnNames } from './useColumns'
import styles from './ColumnPicker.module.css'

interface Props {
  readonly columns: readonly ColumnName[]
  /** Those that may be seen. */
  readonly offered: readonly ColumnName[]
  /** Undefined for the usual ones. */
  readonly onChange: (columns: ColumnName[] | undefined) => void
}

/** Which columns the register has, on the screen and on paper. */
export function ColumnPicker({ columns, offered, onChange }: Props) {
  const { t } = useTranslation('incidents')
  const names = useColumnNames()
  return (
    <div className={styles['picker']}>
      <MultiPicker
        label={t('columns')}
        options={offered.map((code) => ({ code, name: names[code] }))}
        value={columns}
        onChange={(chosen) => {
          const next = columnNames.filter((name) => chosen.includes(name))
          onChange(next.length === 0 || next.join() === usualColumns.join() ? undefined : next)
        }}
      />
    </div>
  )
}
