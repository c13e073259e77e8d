import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useCommand } from '@shared/graphql/useCommand'
import { useStable } from '@shared/graphql/useStable'
import { Button } from '@shared/ui/Button'
import { ChoiceField } from '@shared/ui/Fields'
import { Answered } from '@shared/ui/states'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { joinMutation } from '../commands'
import { boundsAround, nearestOf } from '../near'
import { likeQuery, type Task } from '../queries'
import styles from '../Upkeep.module.css'

// So far apart the same thing is hardly seen.
const aroundMetres = 1_000

interface Props {
  readonly task: Task
  readonly onChanged: () => void
}

/** Says that a task is the same thing as another open one of its kind and town, the nearest offered first. */
export function JoinForm({ task, onChanged }: Props) {
  const { t } = useTranslation('upkeep')
  const [isOpen, setOpen] = useState(false)
  return isOpen ? (
    <Choice task={task} onChanged={onChanged} onClose={() => setOpen(false)} />
  ) : (
    <Button quiet onPress={() => setOpen(true)}>
      {t('join')}
    </Button>
  )
}

function Choice({ task, onChanged, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useTranslation(['upkeep', 'shared'])
  const { localMoment, number } = useFormat()
  const [target, setTarget] = useState<string>()
  const filter = {
    statuses: ['OPEN' as const],
    cities: [task.city],
    categories: [task.category],
    ...(task.point ? { bounds: boundsAround(task.point, aroundMetres) } : {}),
  }
  const answer = useAnswer(likeQuery, useStable({ filter }))
  const join = useCommand(
    joinMutation,
    ({ joinUpkeep }) => ({ result: joinUpkeep.upkeepTask, errors: joinUpkeep.errors }),
    () => t('upkeep:saidJoined'),
  )
  return (
    <Answered answer={partOf(answer, 'upkeepTasks')}>
      {({ nodes }) => {
        const near = nearestOf(task, nodes)
        const chosen = target ?? near[0]?.id
        if (chosen === undefined)
          return <p className={styles['text']}>{task.point ? t('upkeep:noOtherNear') : t('upkeep:noOther')}</p>
        return (
          <form
            className={styles['form']}
            aria-label={t('upkeep:join')}
            onSubmit={(event) => {
              event.preventDefault()
              if (!join.isSending)
                void join
                  .run({ input: { id: task.id, targetId: chosen, expectedVersion: task.version } })
                  .then(onChanged)
            }}
          >
            <ChoiceField
              label={t('upkeep:joinWith')}
              value={chosen}
              options={near.map(({ id, metres, street, district, occurredAt }) => ({
                value: id,
                name: [
                  metres === undefined
                    ? t('upkeep:distanceUnknown')
                    : t('upkeep:metres', { metres: number(Math.round(metres)) }),
                  street ?? district,
                  localMoment(occurredAt),
                ]
                  .filter((part) => part != null)
                  .join(' · '),
              }))}
              onChange={setTarget}
            />
            <Button type="submit" isDisabled={join.isSending}>
              {t('upkeep:join')}
            </Button>
            <Button quiet onPress={onClose}>
              {t('shared:cancel')}
            </Button>
          </form>
        )
      }}
    </Answered>
  )
}
