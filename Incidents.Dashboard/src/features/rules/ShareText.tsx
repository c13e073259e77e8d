import { useFormat } from '@shared/format/useFormat'
import { useTranslation } from 'react-i18next'
import type { Share } from './queries'
import styles from './Rules.module.css'

/** A share with its interval and what it is of; too few to say where it is null. */
export function ShareText({ share, of }: { readonly share: Share | null | undefined; readonly of: number }) {
  const { t } = useTranslation('rules')
  const { number, percent } = useFormat()
  if (share == null)
    return (
      <span data-too-few>
        {t('tooFew')}
        <span className={styles['line']}>{t('ofCount', { of: number(of) })}</span>
      </span>
    )
  return (
    <>
      {percent(share.share, 1)}
      <span className={styles['line']}>
        {t('interval', { low: percent(share.lowShare, 1), high: percent(share.highShare, 1) })}
      </span>
      <span className={styles['line']}>{t('ofCount', { of: number(share.of) })}</span>
    </>
  )
}
