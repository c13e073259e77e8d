import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useCommandsOf } from '@shared/commands/commands'
import { useFormat } from '@shared/format/useFormat'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useImperativeHandle, useRef, type Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Age } from './Age'
import type { QueueItem, QueueName } from './queue'
import styles from './Live.module.css'

const rowHeight = 58

interface Props {
  readonly ref: Ref<HTMLDivElement | null>
  readonly queue: QueueName
  readonly rows: readonly QueueItem[]
  /** How many are open in all; the list holds the first. */
  readonly total: number
  /** The row that the keys are at. */
  readonly marked: string | undefined
  /** Name of who looks. */
  readonly me: string
  readonly ahead: number
  readonly onChoose: (item: QueueItem) => void
}

/** A queue, of which only the rows in sight are drawn. It has the focus as a whole, and the keys move within it. */
export function QueueList({ ref, queue, rows, total, marked, me, ahead, onChoose }: Props) {
  const { t } = useTranslation('live')
  const { number } = useFormat()
  const scroller = useRef<HTMLDivElement>(null)
  useImperativeHandle<HTMLDivElement | null, HTMLDivElement | null>(ref, () => scroller.current)
  // eslint-disable-next-line react-hooks/incompatible-library -- it notifies React of its changes
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  })
  const index = rows.findIndex(({ id }) => id === marked)
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' })
    // What comes above the row that the keys are at must not move the list under the reader.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [marked])
  // The page is worked with by keys: they count from the beginning.
  useEffect(() => scroller.current?.focus({ preventScroll: true }), [queue])

  return (
    <div
      ref={scroller}
      className={styles['list']}
      role="listbox"
      // The list as a whole takes the keys, as the pattern of list boxes has it.
      tabIndex={0}
      aria-label={t(`queue.${queue}`)}
      aria-activedescendant={index < 0 ? undefined : `row-${marked}`}
      data-keys
    >
      <div style={{ height: virtual.getTotalSize() }} role="presentation">
        {virtual.getVirtualItems().map(({ index: at, start }) => {
          const row = rows[at]
          return row === undefined ? null : (
            <div
              key={row.id}
              id={`row-${row.id}`}
              className={styles['row']}
              role="option"
              tabIndex={-1}
              aria-selected={row.id === marked}
              aria-posinset={at + 1}
              aria-setsize={Math.max(total, rows.length)}
              data-item={row.id}
              style={{ transform: `translateY(${start}px)` }}
              onClick={() => onChoose(row)}
              onKeyDown={() => undefined}
            >
              <RowText row={row} me={me} ahead={ahead} />
            </div>
          )
        })}
      </div>
      {total > rows.length ? (
        <p className={styles['more']} role="presentation">
          {t('firstOf', { shown: number(rows.length), total: number(total) })}
        </p>
      ) : null}
    </div>
  )
}

interface RowProps {
  readonly row: QueueItem
  readonly me: string
  readonly ahead: number
}

function RowText({ row, me, ahead }: RowProps) {
  const { t } = useTranslation('live')
  const { time, number } = useFormat()
  const { categoryName, cityName } = useCatalogue()
  const { takenBy, takenAt } = row
  const kept = useCommandsOf(row.id)
  return (
    <>
      <strong>
        {categoryName(row.category)}
        {row.queue === 'incidents' && row.urgency > 0 ? (
          <span className={styles['urgency']}>{t('urgency', { urgency: row.urgency })}</span>
        ) : null}
      </strong>
      <Age since={row.knownAt} ahead={ahead} />
      <span className={styles['where']}>
        {[row.street ?? row.deviceId, cityName(row.city)].filter((part) => part != null).join(', ')}
      </span>
      {kept.length > 0 ? (
        <span className={styles['taken']} data-kept={kept.length} data-tone={toneOf(kept)}>
          {t('kept', { number: number(kept.length) })}
        </span>
      ) : takenBy === null ? null : (
        <span className={styles['taken']} data-taken={takenBy === me ? 'you' : 'other'}>
          {takenBy === me ? t('you') : takenBy}
          {takenAt === null ? null : ` ${time(takenAt)}`}
        </span>
      )}
    </>
  )
}

/** What was refused waits for a person, the rest only for the network. */
const toneOf = (kept: readonly { readonly state: string }[]) =>
  kept.some(({ state }) => state === 'decide') ? 'bad' : 'warn'
