import { useTranslation } from 'react-i18next'
import styles from './NoData.module.css'

/** In the place of a figure of days on which no source reported: it is not zero. */
export function NoData() {
  const { t } = useTranslation('shared')
  return (
    <span className={styles['noData']} data-no-data>
      {t('noData')}
    </span>
  )
}
