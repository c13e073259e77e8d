import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMay } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Answered } from '@shared/ui/states'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Age } from './Age'
import { Reasons } from './Reasons'
import { Seen } from './Seen'
import { alertQuery, sosCallQuery } from './queries'
import type { QueueItem, QueueName } from './queue'
import type { Actions } from './useActions'
import styles from './Live.module.css'

interface Props {
  readonly id: string
  readonly queue: QueueName
  /** Undefined where it has left its queue, or is not among its first rows. */
  readonly item: QueueItem | undefined
  /** Where it is not: whether it perhaps waits behind the first rows. */
  readonly isBehind: boolean
  readonly ahead: number
  readonly actions: Actions
  readonly onClose: () => void
}

/** What is open beside the queues: what it is, what it shows, and what can be done. */
export function ItemPanel({ id, queue, item, isBehind, ahead, actions, onClose }: Props) {
  const { t } = useTranslation('live')
  const { categoryName, cityName } = useCatalogue()
  return (
    <aside className={styles['item']} aria-label={t('chosen')} data-item={id}>
      <header>
        <h2>{item === undefined ? t('chosen') : categoryName(item.category)}</h2>
        <Button quiet onPress={onClose}>
          {t('close')} <kbd>Esc</kbd>
        </Button>
      </header>
      {item === undefined ? (
        <p role="status">{isBehind ? t('behind') : t('left')}</p>
      ) : (
        <>
          <p>
            <Age since={item.knownAt} ahead={ahead} /> · {[item.street, cityName(item.city)].filter(Boolean).join(', ')}
          </p>
          <div className={styles['actions']}>
            {actions.mayTake(item) ? (
              <Button isDisabled={actions.isSending} onPress={() => actions.take(item)}>
                {t(`take.${takes[item.queue]}`)} <kbd>A</kbd>
              </Button>
            ) : null}
            {item.queue === 'alerts' && actions.mayTake(item) ? (
              <Reasons isSending={actions.isSending} onGiven={(reasonCode) => actions.dismiss(item, reasonCode)} />
            ) : null}
            {item.queue === 'incidents' ? <IncidentLink id={id} /> : null}
          </div>
        </>
      )}
      {queue === 'alerts' ? <AlertFacts id={id} /> : queue === 'calls' ? <CallFacts id={id} /> : null}
    </aside>
  )
}

// An incident is worked on where its page is.
const takes = { alerts: 'alerts', calls: 'calls', violations: 'violations', incidents: 'alerts' } as const

function AlertFacts({ id }: { readonly id: string }) {
  const { t } = useTranslation('live')
  const { occurred, percent } = useFormat()
  const { categoryName } = useCatalogue()
  const answer = useAnswer(alertQuery, { id })
  return (
    <Answered answer={answer}>
      {({ alert }) =>
        alert == null ? (
          <p>{t('unknown')}</p>
        ) : (
          <>
            <Seen
              snapshotLink={alert.snapshotLink ?? null}
              clipLink={alert.clipLink ?? null}
              liveLink={alert.liveLink ?? null}
              isReported={alert.snapshot != null}
              label={categoryName(alert.category)}
            />
            <dl className={styles['facts']}>
              <Line name={t('occurred')}>{occurred(alert.occurredAt, alert.timePrecision)}</Line>
              {alert.confidence == null ? null : <Line name={t('confidence')}>{percent(alert.confidence)}</Line>}
              {alert.plate == null ? null : <Line name={t('plate')}>{alert.plate}</Line>}
              {alert.deviceId == null ? null : (
                <Line name={t('device')}>
                  <Device id={alert.deviceId} city={alert.city} />
                </Line>
              )}
              {alert.endedAt == null ? null : (
                <Line name={t('state')}>
                  <Badge>{t('ended')}</Badge>
                </Line>
              )}
              {alert.incident == null ? null : (
                <Line name={t('incident')}>
                  <IncidentLink id={alert.incident.id} />
                </Line>
              )}
            </dl>
          </>
        )
      }
    </Answered>
  )
}

function CallFacts({ id }: { readonly id: string }) {
  const { t } = useTranslation('live')
  const { occurred } = useFormat()
  const answer = useAnswer(sosCallQuery, { id })
  return (
    <Answered answer={answer}>
      {({ sosCall: call }) =>
        call == null ? (
          <p>{t('unknown')}</p>
        ) : (
          <dl className={styles['facts']}>
            <Line name={t('occurred')}>{occurred(call.occurredAt, call.timePrecision)}</Line>
            {call.deviceId == null ? null : (
              <Line name={t('device')}>
                <Device id={call.deviceId} city={call.city} />
              </Line>
            )}
            {call.incident == null ? null : (
              <Line name={t('incident')}>
                <IncidentLink id={call.incident.id} />
              </Line>
            )}
          </dl>
        )
      }
    </Answered>
  )
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function IncidentLink({ id }: { readonly id: string }) {
  const { t } = useTranslation('live')
  return (
    <Link to="/incidents/$id" params={{ id }} preload={false}>
      {t('openIncident')}
    </Link>
  )
}

function Device({ id, city }: { readonly id: string; readonly city: string }) {
  return useMay('device') ? (
    <Link to="/devices/$id" params={{ id }} search={{ city }} preload={false}>
      {id}
    </Link>
  ) : (
    id
  )
}
