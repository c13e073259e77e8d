import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { Button } from '@shared/ui/Button'
import { useTranslation } from 'react-i18next'
import type { QueueItem, QueueName } from '../queue'
import type { Transport } from '../stream'
import type { Facts } from './facts'
import type { Around } from './Frame'
import { IncidentPanel } from './IncidentPanel'
import { AlertPanel, CallPanel, ViolationPanel } from './SignalPanels'
import live from '../Live.module.css'

interface Props extends Around {
  readonly id: string
  readonly queue: QueueName
  /** Undefined where it has left its queue, or is not among its first rows. */
  readonly item: QueueItem | undefined
  /** What its own answer says of it, once that is here. */
  readonly facts: Facts | undefined
  readonly transport: Transport
  readonly onGo: (queue: QueueName, id: string) => void
  readonly onClose: () => void
}

/** What is open beside the queues, and all that is done with it. */
export function WorkPanel({ id, queue, item, facts, transport, onGo, onClose, ...board }: Props) {
  const { t } = useTranslation('live')
  const { categoryName } = useCatalogue()
  const category = facts?.category ?? item?.category
  const since = item?.knownAt
  const version = item?.version
  const onIncident = (incident: string) => onGo('incidents', incident)
  return (
    <aside className={live['item']} aria-label={t('chosen')} data-item={id}>
      <header>
        <h2>{category === undefined ? t('chosen') : categoryName(category)}</h2>
        <Button quiet onPress={onClose}>
          {t('close')} <kbd>Esc</kbd>
        </Button>
      </header>
      {queue === 'incidents' ? (
        <IncidentPanel {...board} id={id} since={since} transport={transport} onGo={onGo} />
      ) : queue === 'alerts' ? (
        <AlertPanel {...board} id={id} since={since} version={version} onIncident={onIncident} />
      ) : queue === 'calls' ? (
        <CallPanel {...board} id={id} since={since} version={version} onIncident={onIncident} />
      ) : (
        <ViolationPanel {...board} id={id} since={since} version={version} onIncident={onIncident} />
      )}
    </aside>
  )
}
