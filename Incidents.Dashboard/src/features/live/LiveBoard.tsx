import { Empty, Failed, Loading } from '@shared/ui/states'
import { Suspense, lazy, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Arrivals } from './Arrivals'
import { Bar } from './Bar'
import { QueueList } from './QueueList'
import { QueueTabs } from './QueueTabs'
import { Shortcuts } from './Shortcuts'
import { queueNames, rowsOf, type QueueItem, type QueueName } from './queue'
import type { Change, Search } from './search'
import { useDevices } from './useDevices'
import { useFocusKept } from './useFocusKept'
import { useKeys } from './useKeys'
import { useMarked } from './useMarked'
import { useQueues } from './useQueues'
import { useSound } from './useSound'
import { useTransport } from './useTransport'
import { actionAt, isDirect, isPart, type ActionName } from './panel/actions'
import { factsOf, type Facts } from './panel/facts'
import type { Asked } from './panel/Frame'
import { Shift } from './panel/Shift'
import { useWork } from './panel/useWork'
import { WorkPanel } from './panel/WorkPanel'
import styles from './Live.module.css'

const LiveMap = lazy(() => import('./LiveMap'))

interface Props {
  readonly cities: readonly string[] | undefined
  readonly search: Search
  readonly onChange: (part: Change) => void
}

/** The queues, the map and what is worked on beside them. */
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
  const [dialog, setDialog] = useState<'help' | 'shift'>()
  const board = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useFocusKept(board, list)
  const items = useMemo(() => [...queues.held.values()].map(({ item }) => item), [queues.held])
  const open = search.item === undefined ? undefined : queues.held.get(search.item)?.item

  const [facts, setFacts] = useState<Facts>()
  const [asked, setAsked] = useState<Asked>()
  const shown = facts?.id === search.item ? facts : undefined
  const focusList = () => (list.current ?? board.current)?.focus({ preventScroll: true })
  const go = useCallback(
    (name: QueueName, id: string | undefined) => onChange({ queue: name === 'alerts' ? undefined : name, item: id }),
    [onChange],
  )
  const work = useWork({ takeOut, onIncident: useCallback((id: string) => go('incidents', id), [go]) })
  const ask = useCallback((next: Asked | undefined) => {
    setAsked(next)
    if (next === undefined && document.activeElement?.closest('form') != null) focusList()
  }, [])

  const choose = (item: QueueItem) => {
    mark(item)
    go(item.queue, item.id)
  }
  // What is open beside the list follows the row that the keys are at.
  const move = (item: QueueItem | undefined) => {
    if (item === undefined) return
    mark(item)
    if (search.item !== undefined) onChange({ item: item.id })
  }
  // Where what is open has left the list, the row that took its place is the next one.
  const isOpenListed = search.item === undefined || search.item === at?.id
  const close = () => {
    onChange({ item: undefined })
    focusList()
  }
  const act = (name: ActionName, of: Facts) => {
    if (isDirect(name) && !isPart(name)) {
      void work.run(name, of)
      return
    }
    if (search.item !== of.id) go(of.queue, of.id)
    setAsked({ name, id: of.id })
  }
  const onKeyDown = useKeys({
    next: () => move(isOpenListed ? near(1) : at),
    previous: () => move(near(-1)),
    first: () => move(rows[0]),
    last: () => move(rows.at(-1)),
    open: () => at && choose(at),
    close,
    letter: (code) => {
      // Until the panel has its answer, the row says enough: a key that comes at once must not be lost.
      const row = search.item === undefined ? at : open
      const of = shown ?? (row && factsOf(row.queue, { ...row, timePrecision: 'MINUTE' }))
      const name = of && actionAt(code, of, work.who)
      if (of !== undefined && name !== undefined) act(name, of)
    },
    queue: (number) => {
      const name = queueNames[number]
      if (name) go(name, undefined)
    },
    help: () => setDialog('help'),
    shift: () => work.who.may.operate && setDialog('shift'),
  })
  // What is opened from elsewhere is marked once it is in the list.
  useEffect(() => {
    if (open?.queue === queue && open.id !== at?.id) mark(open)
    // Only when it opens or comes into the list: afterwards the keys move the mark.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [open?.id])

  if (error && !isRead) return <Failed error={error} retry={reread} />
  return (
    // Keys of one letter count only where the focus is within the board.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div ref={board} className={styles['board']} tabIndex={-1} onKeyDown={onKeyDown}>
      <Bar
        stream={live.stream}
        missed={queues.missed}
        sound={sound}
        onHelp={() => setDialog('help')}
        onShift={() => setDialog('shift')}
      />
      <Arrivals counts={arrivals} />
      <div className={styles['queues']}>
        <QueueTabs value={queue} totals={queues.totals} onChange={(name) => go(name, undefined)} />
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
            me={work.who.name}
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
        <WorkPanel
          key={search.item}
          id={search.item}
          queue={queue}
          item={open}
          facts={shown}
          ahead={ahead}
          work={work}
          asked={asked}
          transport={transport}
          onAsk={ask}
          onFacts={setFacts}
          onAction={act}
          onGo={go}
          onClose={close}
        />
      )}
      <Shortcuts queue={queue} isOpen={dialog === 'help'} onOpen={(is) => setDialog(is ? 'help' : undefined)} />
      <Shift
        isOpen={dialog === 'shift'}
        onOpen={(is) => setDialog(is ? 'shift' : undefined)}
        cities={cities}
        work={work}
        onGo={go}
      />
    </div>
  )
}

const noArrivals = { alerts: 0, calls: 0, violations: 0, incidents: 0 }
const isAlert = ({ queue }: QueueItem) => queue === 'alerts'
