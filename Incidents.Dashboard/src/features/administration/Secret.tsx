import { Button } from '@shared/ui/Button'
import { Notice } from '@shared/ui/Notice'
import { toast } from '@shared/ui/toasts'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Administration.module.css'

interface Props {
  readonly source: string
  readonly authorization: string
  /** What it is for; default: the header of a sender. */
  readonly means?: string
  /** Below it. */
  readonly children?: ReactNode
  readonly onDone: () => void
}

/** A secret, which is shown this once. */
export function Secret({ source, authorization, means, children, onDone }: Props) {
  const { t } = useTranslation('administration')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(authorization)
      toast(t('copied'))
    } catch {
      toast(t('notCopied'), 'warn')
    }
  }
  return (
    <Notice>
      <div className={styles['secret']} data-secret>
        <strong>{t('secret', { source })}</strong>
        <p>{means ?? t('secretMeans')}</p>
        <code>{authorization}</code>
        {children}
        <div className={styles['commands']}>
          <Button onPress={() => void copy()}>{t('copy')}</Button>
          <Button onPress={onDone}>{t('done')}</Button>
        </div>
      </div>
    </Notice>
  )
}
