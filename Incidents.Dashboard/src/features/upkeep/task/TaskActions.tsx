import { useFormat } from '@shared/format/useFormat'
import { useCommand } from '@shared/graphql/useCommand'
import { useMay } from '@shared/session/may'
import { AskReason } from '@shared/ui/AskReason'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { cancelMutation, checkMutation, completeMutation, separateMutation } from '../commands'
import type { Task } from '../queries'
import { JoinForm } from './JoinForm'
import styles from '../Upkeep.module.css'

interface Props {
  readonly task: Task
  readonly onChanged: () => void
}

/** What the reader may do with a task as it is: who says that it is done is not who confirms it. */
export function TaskActions({ task, onChanged }: Props) {
  const { t } = useTranslation('upkeep')
  const mayWork = useMay('upkeep-work')
  const mayCommand = useMay('upkeep-command')
  const { id, version: expectedVersion, status, observations } = task
  const complete = useCommand(
    completeMutation,
    ({ completeUpkeep }) => ({ result: completeUpkeep.upkeepTask, errors: completeUpkeep.errors }),
    () => t('saidDone'),
  )
  const check = useCommand(
    checkMutation,
    ({ checkUpkeep }) => ({ result: checkUpkeep.upkeepTask, errors: checkUpkeep.errors }),
    () => t('saidChecked'),
  )
  const cancel = useCommand(
    cancelMutation,
    ({ cancelUpkeep }) => ({ result: cancelUpkeep.upkeepTask, errors: cancelUpkeep.errors }),
    () => t('saidCancelled'),
  )
  const input = { id, expectedVersion }
  const isOpen = status === 'OPEN'
  const isChecked = isOpen || status === 'DONE' || status === 'CONFIRMED'
  return (
    <>
      {(mayWork && isOpen) || (mayCommand && isChecked) ? (
        <Panel title={t('actions')}>
          <div className={styles['actions']}>
            {mayWork && isOpen ? (
              <Button isDisabled={complete.isSending} onPress={() => void complete.run({ input }).then(onChanged)}>
                {t('complete')}
              </Button>
            ) : null}
            {mayCommand && isChecked ? (
              <>
                <Button
                  isDisabled={check.isSending}
                  onPress={() => void check.run({ input: { ...input, cleared: true } }).then(onChanged)}
                >
                  {t('cleared')}
                </Button>
                <Button
                  isDisabled={check.isSending}
                  onPress={() => void check.run({ input: { ...input, cleared: false } }).then(onChanged)}
                >
                  {t('remains')}
                </Button>
              </>
            ) : null}
            {mayCommand && isOpen ? (
              <>
                <AskReason
                  label={t('cancel')}
                  isSending={cancel.isSending}
                  onGiven={(reasonCode) => cancel.run({ input: { ...input, reasonCode } }).then(onChanged)}
                />
                {observations.length === 0 ? <JoinForm task={task} onChanged={onChanged} /> : null}
              </>
            ) : null}
          </div>
        </Panel>
      ) : null}
      <Joined task={task} onChanged={onChanged} />
    </>
  )
}

/** The task that this observation is done with, or the observations that are done with this one. */
function Joined({ task: { joinedInto, observations, id, version }, onChanged }: Props) {
  const { t } = useTranslation('upkeep')
  const { localMoment } = useFormat()
  const mayCommand = useMay('upkeep-command')
  const separate = useCommand(
    separateMutation,
    ({ separateUpkeep }) => ({ result: separateUpkeep.upkeepTask, errors: separateUpkeep.errors }),
    () => t('saidSeparated'),
  )
  const apart = (input: { id: string; expectedVersion?: number }, what: string) =>
    mayCommand ? (
      <Button
        quiet
        isDisabled={separate.isSending}
        aria-label={`${t('separate')}: ${what}`}
        onPress={() => void separate.run({ input }).then(onChanged)}
      >
        {t('separate')}
      </Button>
    ) : null
  if (joinedInto == null && observations.length === 0) return null
  return (
    <Panel title={joinedInto == null ? t('sameThing') : t('partOf')}>
      <ul className={styles['list']}>
        {joinedInto == null ? (
          observations.map((one) => (
            <li key={one.id}>
              <Link to="/upkeep/$id" params={{ id: one.id }} preload={false}>
                {localMoment(one.occurredAt)}
              </Link>{' '}
              {[one.street, one.deviceId ?? one.source].filter((part) => part != null).join(' · ')}{' '}
              {apart({ id: one.id }, localMoment(one.occurredAt))}
            </li>
          ))
        ) : (
          <li>
            <Link to="/upkeep/$id" params={{ id: joinedInto }} preload={false}>
              {t('toOther')}
            </Link>{' '}
            {apart({ id, expectedVersion: version }, t('toOther'))}
          </li>
        )}
      </ul>
    </Panel>
  )
}
