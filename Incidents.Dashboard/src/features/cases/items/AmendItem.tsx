import { Button } from '@shared/ui/Button'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { amendCaseItemMutation } from '../itemCommands'
import { LineField } from '@shared/ui/LineField'
import type { Item } from '../queries'
import { branchOf, type Shown } from '../shown'
import { TextArea } from '../TextArea'
import { useCaseCommand } from '../useCaseCommand'
import { useItemText } from './useItemText'
import styles from '../Cases.module.css'

type Kind = 'PERSON' | 'VEHICLE' | 'NOTE'

interface Props {
  readonly of: Shown
  readonly item: Item
  readonly kind: Kind
}

/** Amends a person or vehicle of interest or a note: its button opens what is said of it. */
export function AmendItem({ of, item, kind }: Props) {
  const { t } = useTranslation('cases')
  const itemText = useItemText()
  const [isOpen, setOpen] = useState(false)
  if (!isOpen)
    return (
      <Button quiet data-screen-only aria-label={`${t('amend')}: ${itemText(item)}`} onPress={() => setOpen(true)}>
        {t('amend')}
      </Button>
    )
  return <AmendForm of={of} item={item} kind={kind} onClose={() => setOpen(false)} />
}

function AmendForm({ of, item, kind, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation('cases')
  // As it was when the form was opened: what others change meanwhile is not sent back.
  const [was] = useState({ name: (kind === 'PERSON' ? item.personName : item.plate) ?? '', note: item.note ?? '' })
  const [name, setName] = useState(was.name)
  const [note, setNote] = useState(was.note)
  const amend = useCaseCommand(amendCaseItemMutation, t('saved'), onClose)
  const isNote = kind === 'NOTE'
  // What is masked is empty here, and stays masked where nothing is typed. A name cannot be taken away, what is noted of it can.
  const newName = isNote || name.trim() === was.name || name.trim() === '' ? undefined : name.trim()
  const newNote = note.trim() === was.note || (isNote && note.trim() === '') ? undefined : note.trim()
  const isChanged = newName !== undefined || newNote !== undefined
  const send = () =>
    amend.run({
      input: {
        id: of.file.id,
        itemId: item.id,
        ...branchOf(of),
        ...(kind === 'PERSON' ? { personName: newName } : { plate: newName }),
        note: newNote,
      },
    })
  return (
    <form
      className={styles['fields']}
      aria-label={t('amend')}
      data-screen-only
      onSubmit={(event) => {
        event.preventDefault()
        if (isChanged && !amend.isSending) void send()
      }}
    >
      {isNote ? null : <LineField label={t(`nameOf.${kind}`)} most={200} value={name} onChange={setName} />}
      <TextArea label={t(`noteOf.${kind}`)} most={4000} value={note} onChange={setNote} />
      <Button type="submit" isDisabled={!isChanged || amend.isSending}>
        {t('amend')}
      </Button>
      <Button quiet onPress={onClose}>
        {t('cancel')}
      </Button>
    </form>
  )
}
