import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { Panel } from '@shared/ui/Panel'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge } from '../StateBadge'
import type { Task } from '../queries'
import styles from '../Upkeep.module.css'

/** What is known of a task. What is not known is left out, or said where it matters. */
export function TaskFacts({ task }: { readonly task: Task }) {
  const { t } = useTranslation('upkeep')
  const { cityName } = useCatalogue()
  const { localMoment } = useFormat()
  const mayDevice = useMay('device')
  const { deviceId, city } = task
  const where = [cityName(city), task.district, task.street].filter((part) => part != null).join(', ')
  return (
    <Panel title={t('facts')}>
      <dl className={styles['facts']}>
        <Fact name={t('state')}>
          <StateBadge {...task} />
        </Fact>
        <Fact name={t('where')}>{where}</Fact>
        <Fact name={t('streetClass')}>
          {task.streetClass == null ? t('classUnknown') : t(`streetClasses.${task.streetClass}`)}
        </Fact>
        <Fact name={t('observed')}>
          {localMoment(task.occurredAt)}
          {task.isBeginningReported ? null : <span className={styles['line']}>{t('assumed')}</span>}
        </Fact>
        <Fact name={t('known')}>{localMoment(task.knownAt)}</Fact>
        <Fact name={t('deadline')}>{task.deadline == null ? t('noDeadline') : localMoment(task.deadline)}</Fact>
        {task.doneAt == null ? null : (
          <Fact name={t('done')}>
            {localMoment(task.doneAt)}
            {task.doneBy == null ? null : <span className={styles['line']}>{task.doneBy}</span>}
          </Fact>
        )}
        {task.checkedAt == null ? null : <Fact name={t('checked')}>{localMoment(task.checkedAt)}</Fact>}
        {task.cancelledReasonCode == null ? null : <Fact name={t('cancelledFor')}>{task.cancelledReasonCode}</Fact>}
        {task.observedBy == null ? null : <Fact name={t('observedBy')}>{task.observedBy}</Fact>}
        {task.description == null ? null : <Fact name={t('words')}>{task.description}</Fact>}
        {deviceId == null ? null : (
          <Fact name={t('device')}>
            {mayDevice ? (
              <Link to="/devices/$id" params={{ id: deviceId }} search={{ city }} preload={false}>
                {deviceId}
              </Link>
            ) : (
              deviceId
            )}
          </Fact>
        )}
        <Fact name={t('source')}>
          {task.source} · {task.sourceId}
        </Fact>
      </dl>
    </Panel>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
