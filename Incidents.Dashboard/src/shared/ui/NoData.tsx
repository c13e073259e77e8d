import { createContext, useContext } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/useFormat'
import styles from './NoData.module.css'

/** The smallest count that the reader sees; null where they see every count. */
export const LeastCount = createContext<number | null>(null)

/**
 * In the place of a figure that is null.
 *
 * No source reported on its days, which is not zero; or sources did, and the count is smaller than the reader sees.
 */
export function NoData({ isCovered = false }: { readonly isCovered?: boolean }) {
  const { t } = useTranslation('shared')
  const { number } = useFormat()
  const least = useContext(LeastCount)
  if (isCovered && least !== null) return <span data-suppressed>{t('fewerThan', { least: number(least) })}</span>
  return (
    <span className={styles['noData']} data-no-data>
      {t('noData')}
    </span>
  )
}
