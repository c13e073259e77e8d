import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { useTranslation } from 'react-i18next'
import type { Listed } from './queries'

type Of = Pick<Listed, 'status' | 'isOverdue' | 'overdueSeconds' | 'isDoneInTime'>

/** How far a task has come: of an open one whether it is overdue, of one that is done whether it was in time. */
export function StateBadge({ status, isOverdue, overdueSeconds, isDoneInTime }: Of) {
  const { t } = useTranslation('upkeep')
  const { seconds } = useFormat()
  if (isOverdue)
    return (
      <Badge tone="bad">
        {overdueSeconds == null ? t('states.overdue') : t('overdueBy', { time: seconds(overdueSeconds) })}
      </Badge>
    )
  const isDone = status === 'DONE' || status === 'CONFIRMED'
  return (
    <>
      <Badge tone={status === 'CONFIRMED' ? 'good' : status === 'DONE' ? 'warn' : 'neutral'}>
        {t(`statuses.${status}`)}
      </Badge>
      {isDone && isDoneInTime != null ? <> {isDoneInTime ? t('inTime') : t('late')}</> : null}
    </>
  )
}
