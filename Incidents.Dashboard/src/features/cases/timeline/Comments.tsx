import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { commentCaseEntryMutation } from '../itemCommands'
import type { Entry } from '../queries'
import type { Shown } from '../shown'
import { TextArea } from '../TextArea'
import { newKey, useCaseCommand } from '../useCaseCommand'
import styles from './Timeline.module.css'

export function Comments({ of, entry }: { readonly of: Shown; readonly entry: Entry }) {
  const { t } = useTranslation('cases')
  const { localMoment } = useFormat()
  const [note, setNote] = useState('')
  const [key, setKey] = useState(newKey)
  const comment = useCaseCommand(commentCaseEntryMutation, t('commented'), () => {
    setNote('')
    setKey(newKey())
  })
  return (
    <div className={styles['comments']}>
      {entry.comments.length === 0 ? null : (
        <ul aria-label={t('comments')}>
          {entry.comments.map(({ id, note: said, by, occurredAt }) => (
            <li key={id}>
              {said ?? t('maskedText')}
              <span className={styles['by']}>
                {by}, {localMoment(occurredAt)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {of.mayChange ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            if (note.trim() !== '')
              void comment.run({ input: { id: of.file.id, entryId: entry.id, key, note: note.trim() } })
          }}
        >
          <TextArea label={t('comment')} most={4000} value={note} onChange={setNote} />
          <Button type="submit" isDisabled={comment.isSending || note.trim() === ''}>
            {t('addComment')}
          </Button>
        </form>
      ) : null}
    </div>
  )
}
