import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Basis.module.css'

export interface BasisItem {
  readonly label: string
  /** What is not known (null) is left out. */
  readonly value: ReactNode
}

/** What figures rest on, in a line below them: n, study area, distance, method, source. */
export function Basis({ items }: { readonly items: readonly BasisItem[] }) {
  const { t } = useTranslation('shared')
  const known = items.filter(({ value }) => value !== null && value !== undefined && value !== '')
  if (known.length === 0) return null
  return (
    <div className={styles['basis']} role="group" aria-label={t('basis')}>
      <dl>
        {known.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
