import { useFormat } from '@shared/format/useFormat'
import { Empty } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { AskReason } from '@shared/ui/AskReason'
import { amendCaseItemMutation, removeCaseItemMutation } from '../itemCommands'
import type { Item } from '../queries'
import { branchOf, type Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import styles from '../Cases.module.css'

/** The tasks, those that are not done first. */
export function Tasks({ of, tasks }: { readonly of: Shown; readonly tasks: readonly Item[] }) {
  const { t } = useTranslation('cases')
  if (tasks.length === 0) return <Empty title={t('noTasks')} />
  return (
    <ul className={styles['items']}>
      {tasks
        .toSorted((a, b) => Number(a.isDone) - Number(b.isDone) || (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9'))
        .map((task) => (
          <li key={task.id} data-item="TASK">
            <Task of={of} task={task} />
          </li>
        ))}
    </ul>
  )
}

function Task({ of, task }: { readonly of: Shown; readonly task: Item }) {
  const { t } = useTranslation('cases')
  const { day } = useFormat()
  const amend = useCaseCommand(amendCaseItemMutation, t('saved'))
  const remove = useCaseCommand(removeCaseItemMutation, t('taken'))
  const input = { id: of.file.id, itemId: task.id, ...branchOf(of) }
  const note = task.note ?? t('maskedText')
  const facts = [task.assignee, task.dueOn == null ? null : t('dueOn', { day: day(task.dueOn) })]
  return (
    <>
      <label className={styles['check']}>
        <input
          type="checkbox"
          checked={task.isDone === true}
          disabled={!of.mayChange || amend.isSending}
          onChange={(event) => void amend.run({ input: { ...input, isDone: event.target.checked } })}
        />
        <span>{note}</span>
      </label>
      <p className={styles['note']}>{facts.filter((fact) => fact != null).join(' · ')}</p>
      {of.mayChange ? (
        <AskReason
          label={t('takeOut')}
          what={note}
          isSending={remove.isSending}
          onGiven={(reason) => remove.run({ input: { ...input, reason } })}
        />
      ) : null}
    </>
  )
}
