import type { CustodyAction } from '@shared/graphql/generated/graphql'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { recordCustodyMutation } from '../itemCommands'
import { LineField } from '@shared/ui/LineField'
import type { Evidence } from '../queries'
import { useCaseCommand } from '../useCaseCommand'
import styles from '../Cases.module.css'

const actions = [
  'RECEIVED',
  'VIEWED',
  'COPIED',
  'EXPORTED',
  'HANDED_OVER',
  'RETURNED',
] as const satisfies readonly CustodyAction[]
// These have another person or place.
const withOther: readonly CustodyAction[] = ['RECEIVED', 'HANDED_OVER', 'RETURNED']

/** Records what was done with an item of evidence. */
export function CustodyForm({ item }: { readonly item: Evidence }) {
  const { t } = useTranslation('cases')
  const [isOpen, setOpen] = useState(false)
  const [action, setAction] = useState<CustodyAction>('HANDED_OVER')
  const [to, setTo] = useState('')
  const [note, setNote] = useState('')
  const record = useCaseCommand(recordCustodyMutation, t('custodyRecorded'), () => {
    setOpen(false)
    setTo('')
    setNote('')
  })
  const needsOther = withOther.includes(action)
  const isWhole = !needsOther || to.trim() !== ''
  if (!isOpen)
    return (
      <Button quiet aria-label={`${t('recordCustody')}: ${item.fileName}`} onPress={() => setOpen(true)}>
        {t('recordCustody')}
      </Button>
    )
  return (
    <form
      className={styles['inner']}
      aria-label={t('recordCustody')}
      data-screen-only
      onSubmit={(event) => {
        event.preventDefault()
        const [other, said] = [to.trim(), note.trim()]
        if (isWhole)
          void record.run({
            input: {
              id: item.caseId,
              evidenceId: item.id,
              action,
              ...(other === '' ? {} : { to: other }),
              ...(said === '' ? {} : { note: said }),
            },
          })
      }}
    >
      <ChoiceField
        label={t('what')}
        value={action}
        options={actions.map((value) => ({ value, name: t(`custodyKinds.${value.toLowerCase()}`) }))}
        onChange={setAction}
      />
      <LineField label={t('otherSide')} most={200} value={to} onChange={setTo} />
      <LineField label={t('how')} most={4000} value={note} onChange={setNote} />
      <Button type="submit" isDisabled={!isWhole || record.isSending}>
        {t('record')}
      </Button>
      <Button quiet onPress={() => setOpen(false)}>
        {t('cancel')}
      </Button>
    </form>
  )
}
