import { Empty, Failed, Loading } from '@shared/ui/states'
import { Suspense, lazy, useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Arrivals } from './Arrivals'
import { Bar } from './Bar'
import { ItemPanel } from './ItemPanel'
import { QueueList } from './QueueList'
import { QueueTabs } from './QueueTabs'
import { Shortcuts } from './Shortcuts'
import { queueNames, rowsOf, type QueueItem, type QueueName } from './queue'
import type { Change, Search } from './search'
import { useActions } from './useActions'
import { useDevices } from './useDevices'
import { useKeys } from './useKeys'
import { useMarked } from './useMarked'
import { useQueues } from './useQueues'
import { useSound } from './useSound'
import { useTransport } from './useTransport'
import styles from './Live.module.css'

const LiveMap = lazy(() => import('./LiveMap'))

interface Props {
  readonly cities: readonly string[] | undefined
  readonly search: Search
  readonly onChange: (part: Change) => void
}

/** The queues, the map and what is open beside them. */
export function LiveBoard({ cities, search, onChange }: Props) {
  const { t } = useTranslation('live')
  const sound = useSound()
  const [arrivals, setArrivals] = useState<Readonly<Record<QueueName, number>>>(noArrivals)
  const transport = useTransport()
  const silent = useDevices(transport, cities)
  const live = useQueues(
    transport,
    cities,
    useCallback(
      (items: readonly QueueItem[]) => {
        sound.play(items.some(({ queue }) => queue === 'calls') ? 'call' : items.some(isAlert) ? 'alert' : undefined)
        setArrivals((before) => items.reduce((sum, { queue }) => ({ ...sum, [queue]: sum[queue] + 1 }), before))
      },
      [sound],
    ),
  )
  const { queues, isRead, error, ahead, reread, takeOut } = live
  const queue = search.queue ?? 'alerts'
  const rows = useMemo(() => rowsOf(queues, queue), [queues, queue])
  const { row: at, near, mark } = useMarked(rows)
  const [isHelpOpen, setHelpOpen] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const items = useMemo(() => [...queues.held.values()].map(({ item }) => item), [queues.held])
  const open = search.item === undefined ? undefined : queues.held.get(search.item)?.item
  const actions = useActions(takeOut)

  const choose = (item: QueueItem) => {
    mark(item)
    onChange({ queue: item.queue === 'alerts' ? undefined : item.queue, item: item.id })
  }
  // What is open beside the list follows the row that the keys are at.
  const go = (item: QueueItem | undefined) => {
    if (item === undefined) return
    mark(item)
    if (search.item !== undefined) onChange({ item: item.id })
  }
  const close = () => {
    onChange({ item: undefined })
    list.current?.focus()
  }
  const show = (name: QueueName) => onChange({ queue: name === 'alerts' ? undefined : name, item: undefined })
  const onKeyDown = useKeys({
    next: () => go(near(1)),
    previous: () => go(near(-1)),
    first: () => go(rows[0]),
    last: () => go(rows.at(-1)),
    open: () => at && choose(at),
    close,
    take: () => at && actions.take(at),
    queue: (number) => {
      const name = queueNames[number]
      if (name) show(name)
    },
    help: () => setHelpOpen(true),
  })

  if (error && !isRead) return <Failed error={error} retry={reread} />
  return (
    // Keys of one letter count only where the focus is within the board.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={styles['board']} onKeyDown={onKeyDown}>
      <Bar stream={live.stream} missed={queues.missed} sound={sound} onHelp={() => setHelpOpen(true)} />
      <Arrivals counts={arrivals} />
      <div className={styles['queues']}>
        <QueueTabs value={queue} totals={queues.totals} onChange={show} />
        {!isRead ? (
          <Loading />
        ) : rows.length === 0 ? (
          <Empty title={t(`none.${queue}`)} />
        ) : (
          <QueueList
            ref={list}
            queue={queue}
            rows={rows}
            total={queues.totals[queue]}
            marked={at?.id}
            ahead={ahead}
            onChoose={choose}
          />
        )}
      </div>
      <div className={styles['map']}>
        <Suspense fallback={<Loading />}>
          <LiveMap items={items} devices={silent} chosen={open} cities={cities} onChoose={choose} />
        </Suspense>
      </div>
      {search.item === undefined ? null : (
        <ItemPanel
          key={search.item}
          id={search.item}
          queue={queue}
          item={open}
          isBehind={queues.totals[queue] > rows.length && !queues.gone.has(search.item)}
          ahead={ahead}
          actions={actions}
          onClose={close}
        />
      )}
      <Shortcuts isOpen={isHelpOpen} onOpen={setHelpOpen} />
    </div>
  )
}

const noArrivals = { alerts: 0, calls: 0, violations: 0, incidents: 0 }
const isAlert = ({ queue }: QueueItem) => queue === 'alerts'
