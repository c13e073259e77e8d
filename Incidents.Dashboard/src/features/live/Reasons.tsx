import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import styles from './Live.module.css'

const reasons = ['shadow', 'animal', 'weather', 'reflection', 'staged', 'other'] as const
type Reason = (typeof reasons)[number]

interface Props {
  readonly isSending: boolean
  readonly onGiven: (reasonCode: Reason) => void
}

/** Dismisses an alert as false: its button opens the choice of a reason. */
export function Reasons({ isSending, onGiven }: Props) {
  const { t } = useTranslation('live')
  const [isOpen, setOpen] = useState(false)
  const [reason, setReason] = useState<Reason>(reasons[0])
  if (!isOpen)
    return (
      <Button quiet onPress={() => setOpen(true)}>
        {t('dismiss')}
      </Button>
    )
  return (
    <form
      className={styles['ask']}
      aria-label={t('dismiss')}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isSending) onGiven(reason)
      }}
    >
      <ChoiceField
        label={t('reason')}
        value={reason}
        options={reasons.map((value) => ({ value, name: t(`reasons.${value}`) }))}
        onChange={setReason}
      />
      <Button type="submit" isDisabled={isSending}>
        {t('dismiss')}
      </Button>
      <Button quiet onPress={() => setOpen(false)}>
        {t('cancel')}
      </Button>
    </form>
  )
}
