import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { attachToCaseMutation } from '../itemCommands'
import { LineField } from '@shared/ui/LineField'
import { isUuid, thingKinds, type ThingKind } from '../search'
import { branchOf, type Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import styles from '../Cases.module.css'

/** Attaches a thing of which the reader has the id. */
export function AttachForm({ of }: { readonly of: Shown }) {
  const { t } = useTranslation('cases')
  const [kind, setKind] = useState<ThingKind>('INCIDENT')
  const [thing, setThing] = useState('')
  const [reason, setReason] = useState('')
  const attach = useCaseCommand(attachToCaseMutation, t('attached'), () => {
    setThing('')
    setReason('')
  })
  const isWhole = isUuid(thing.trim()) && reason.trim() !== ''
  return (
    <form
      className={styles['inner']}
      aria-label={t('attachById')}
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole)
          void attach.run({
            input: { id: of.file.id, kind, thingId: thing.trim(), reason: reason.trim(), ...branchOf(of) },
          })
      }}
    >
      <ChoiceField
        label={t('kind')}
        value={kind}
        options={thingKinds.map((value) => ({ value, name: t(`itemKinds.${value}`) }))}
        onChange={setKind}
      />
      <LineField label={t('thingId')} most={36} value={thing} onChange={setThing} />
      <LineField label={t('reason')} most={500} value={reason} onChange={setReason} />
      <Button type="submit" isDisabled={!isWhole || attach.isSending}>
        {t('attach')}
      </Button>
    </form>
  )
}
