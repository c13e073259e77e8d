import { useTranslation } from 'react-i18next'
import type { Warning } from '../graphql/connection'
import { strongest, warningText } from './warningText'
import styles from './Warnings.module.css'

interface Props {
  readonly warnings: readonly Warning[]
  /** Codes of what the page says otherwise. */
  readonly except?: readonly string[]
}

const nothing: readonly string[] = []

/** Why the figures may not be what was meant, as the server says it. */
export function Warnings({ warnings, except = nothing }: Props) {
  const { t } = useTranslation('shared')
  const shown = strongest(warnings.filter(({ code }) => !except.includes(code)))
  if (shown.length === 0) return null
  const texts = shown.map((warning) => warningText(t, warning))
  return (
    <ul className={styles['warnings']} role="status" aria-label={t('warnings')}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )
}
