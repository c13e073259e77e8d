import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CombinedError } from 'urql'
import { Button } from './Button'
import { errorText } from './errorText'
import styles from './states.module.css'

/** Something is on its way. */
export function Loading() {
  const { t } = useTranslation('shared')
  return (
    <div className={styles['state']} role="status" data-loading>
      <span className={styles['spinner']} aria-hidden="true" />
      {t('loading')}
    </div>
  )
}

/** There is nothing, and that is the answer. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={styles['state']} role="status">
      <strong>{title}</strong>
      {children}
    </div>
  )
}

/** Why a small part of a page is missing, in its place. */
export function Refused({ error }: { readonly error: CombinedError }) {
  const { t } = useTranslation('shared')
  const { text, details } = errorText(t, error)
  return (
    <p className={styles['refused']} role="alert">
      {text} {details === null ? null : <code>{details}</code>}
    </p>
  )
}

/** It was refused, or went wrong: says why as far as that is known, and offers to try again. */
export function Failed({ error, retry }: { readonly error: CombinedError; readonly retry: () => void }) {
  const { t } = useTranslation('shared')
  const { text, details } = errorText(t, error)
  return (
    <div className={styles['state']} role="alert" data-tone="bad">
      <strong>{t('failed')}</strong>
      <p>{text}</p>
      {details === null ? null : <code>{details}</code>}
      <Button onPress={retry}>{t('retry')}</Button>
    </div>
  )
}

interface Answer<Data> {
  readonly data: Data | undefined
  readonly error: CombinedError | undefined
  readonly refresh: () => void
}

/** The states of an answer: failed, on its way, there. Old data stay in sight while newer ones are on their way. */
export function Answered<Data>({
  answer,
  children,
}: {
  readonly answer: Answer<Data>
  readonly children: (data: Data) => ReactNode
}) {
  if (answer.error && answer.data === undefined) return <Failed error={answer.error} retry={answer.refresh} />
  return answer.data === undefined ? <Loading /> : children(answer.data)
}
