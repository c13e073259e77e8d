import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { ChoiceField, TextField } from '../ui/Fields'
import { Panel } from '../ui/Panel'
import { givePurpose, purposeReasons, usePurpose, type Purpose } from './purpose'
import styles from './Purpose.module.css'

const mostReference = 200

/** Asks for the purpose of a search for a person or plate. */
export function PurposeForm({
  purpose,
  onGiven,
}: {
  readonly purpose?: Purpose | null
  readonly onGiven?: () => void
}) {
  const { t } = useTranslation('shared')
  const [reason, setReason] = useState(purpose?.reason ?? 'INVESTIGATION')
  const [reference, setReference] = useState(purpose?.reference)
  const [isMissing, setMissing] = useState(false)
  const give = () => {
    setMissing(reference === undefined)
    if (reference === undefined) return
    givePurpose({ reason, reference })
    onGiven?.()
  }
  return (
    <Panel title={t('purpose.title')}>
      <div className={styles['form']} data-purpose-form>
        <p>{t('purpose.means')}</p>
        <div className={styles['fields']}>
          <ChoiceField
            label={t('purpose.reason')}
            value={reason}
            options={purposeReasons.map((value) => ({ value, name: t(`purposeReason.${value}`) }))}
            onChange={setReason}
          />
          <TextField label={t('purpose.reference')} most={mostReference} value={reference} onChange={setReference} />
          <Button onPress={give}>{t('purpose.give')}</Button>
        </div>
        {isMissing && reference === undefined ? (
          <p className={styles['missing']} role="alert">
            {t('purpose.missing')}
          </p>
        ) : null}
      </div>
    </Panel>
  )
}

/** The purpose that was given, which can be changed. */
export function GivenPurpose() {
  const { t } = useTranslation('shared')
  const purpose = usePurpose()
  const [isChanging, setChanging] = useState(false)
  if (purpose === null) return null
  if (isChanging) return <PurposeForm purpose={purpose} onGiven={() => setChanging(false)} />
  return (
    <p className={styles['given']} data-purpose>
      {t('purpose.given', { reason: t(`purposeReason.${purpose.reason}`), reference: purpose.reference })}{' '}
      <Button quiet onPress={() => setChanging(true)}>
        {t('purpose.change')}
      </Button>
    </p>
  )
}
