import { Button } from '@shared/ui/Button'
import { DayField } from '@shared/ui/DayField'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addCaseNoteMutation,
  addCaseTagMutation,
  addCaseTaskMutation,
  addPersonOfInterestMutation,
  addVehicleOfInterestMutation,
} from '../itemCommands'
import { LineField } from '@shared/ui/LineField'
import { branchOf, type Shown } from '../shown'
import { TextArea } from '../TextArea'
import { newKey, useCaseCommand } from '../useCaseCommand'
import styles from '../Cases.module.css'

type Kind = 'PERSON' | 'VEHICLE' | 'NOTE' | 'TAG' | 'TASK'

interface Draft {
  readonly key: string
  readonly name: string
  readonly note: string
  readonly assignee: string
  readonly dueOn: string | undefined
}

const empty = (): Draft => ({ key: newKey(), name: '', note: '', assignee: '', dueOn: undefined })
const given = (text: string) => (text.trim() === '' ? undefined : text.trim())

/** Adds a person or vehicle of interest, a note, a tag or a task. */
export function NewItem({ of, kind }: { readonly of: Shown; readonly kind: Kind }) {
  const { t } = useTranslation('cases')
  const [draft, setDraft] = useState(empty)
  const said = t('addedDone')
  const done = () => setDraft(empty())
  const person = useCaseCommand(addPersonOfInterestMutation, said, done)
  const vehicle = useCaseCommand(addVehicleOfInterestMutation, said, done)
  const note = useCaseCommand(addCaseNoteMutation, said, done)
  const tag = useCaseCommand(addCaseTagMutation, said, done)
  const task = useCaseCommand(addCaseTaskMutation, said, done)
  const isSending = [person, vehicle, note, tag, task].some((one) => one.isSending)
  const main = kind === 'NOTE' || kind === 'TASK' ? draft.note : draft.name
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const send = () => {
    const base = { id: of.file.id, ...branchOf(of) }
    const { key, dueOn } = draft
    const name = draft.name.trim()
    const said = given(draft.note)
    switch (kind) {
      case 'PERSON':
        return person.run({ input: { ...base, key, personName: name, note: said } })
      case 'VEHICLE':
        return vehicle.run({ input: { ...base, key, plate: name, note: said } })
      case 'NOTE':
        return note.run({ input: { ...base, key, note: said ?? '' } })
      case 'TAG':
        return tag.run({ input: { ...base, tag: name } })
      case 'TASK':
        return task.run({ input: { ...base, key, note: said ?? '', assignee: given(draft.assignee), dueOn } })
    }
  }
  return (
    <form
      className={styles['fields']}
      aria-label={t(`newItem.${kind}`)}
      data-screen-only
      onSubmit={(event) => {
        event.preventDefault()
        if (main.trim() !== '' && !isSending) void send()
      }}
    >
      {kind === 'NOTE' || kind === 'TASK' ? null : (
        <LineField
          label={t(`nameOf.${kind}`)}
          most={kind === 'TAG' ? 100 : 200}
          value={draft.name}
          onChange={(name) => change({ name })}
        />
      )}
      {kind === 'TAG' ? null : (
        <TextArea label={t(`noteOf.${kind}`)} most={4000} value={draft.note} onChange={(note) => change({ note })} />
      )}
      {kind === 'TASK' ? (
        <>
          <LineField
            label={t('assignee')}
            most={200}
            value={draft.assignee}
            onChange={(assignee) => change({ assignee })}
          />
          <DayField label={t('due')} value={draft.dueOn} onChange={(dueOn) => change({ dueOn })} />
        </>
      ) : null}
      <Button type="submit" isDisabled={isSending || main.trim() === ''}>
        {t(`newItem.${kind}`)}
      </Button>
    </form>
  )
}
