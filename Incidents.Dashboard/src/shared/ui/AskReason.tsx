import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { LineField } from './LineField'
import styles from './AskReason.module.css'

const mostReason = 500

interface Props {
  /** What is done, as the button says it. */
  readonly label: string
  /** What it is done to, for those who hear the buttons of a list one after the other. */
  readonly what?: string | undefined
  readonly isSending: boolean
  readonly onGiven: (reason: string) => Promise<void>
}

/** A command that needs a reason: its button opens a line for it. */
export function AskReason({ label, what, isSending, onGiven }: Props) {
  const { t } = useTranslation('shared')
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState('')
  if (!isOpen)
    return (
      <Button
        quiet
        aria-label={what === undefined ? label : `${label}: ${what}`}
        onPress={() => {
          setReason('')
          setOpen(true)
        }}
      >
        {label}
      </Button>
    )
  return (
    <form
      className={styles['ask']}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim() !== '' && !isSending) void onGiven(reason.trim()).then(() => setOpen(false))
      }}
    >
      <LineField label={t('reason')} most={mostReason} value={reason} onChange={setReason} />
      <Button type="submit" isDisabled={isSending || reason.trim() === ''}>
        {label}
      </Button>
      <Button quiet onPress={() => setOpen(false)}>
        {t('cancel')}
      </Button>
    </form>
  )
}
