import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { starCaseEntryMutation } from '../itemCommands'
import type { Entry } from '../queries'
import type { Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import { EntryRow } from './EntryRow'
import type { Entries } from './useEntries'
import { useEntryText } from './useEntryText'
import styles from './Timeline.module.css'

// The next page is asked for while this many entries are still below the screen.
const ahead = 80
const usualHeight = 92

interface Props {
  readonly of: Shown
  readonly entries: Entries
  readonly onMoment: (moment: string) => void
}

/** The entries: only those in sight are drawn. */
export function EntryList({ of, entries, onMoment }: Props) {
  const { t } = useTranslation(['cases', 'shared'])
  const scroller = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState<string>()
  const { rows, total, hasMore, isLoading, error, more } = entries
  const format = useFormat()
  const text = useEntryText()
  const star = useCaseCommand(starCaseEntryMutation, t('saved'))
  const latest = useRef({ of, onMoment, star })
  useEffect(() => {
    latest.current = { of, onMoment, star }
  })
  // Functions that stay the same, so that a row is drawn anew only where its entry has changed.
  const handlers = useMemo(
    () => ({
      onOpen: (id: string, isOpen: boolean) => setOpen(isOpen ? id : undefined),
      onMoment: (moment: string) => latest.current.onMoment(moment),
      onStar: ({ id }: Entry, isStarred: boolean) => {
        const { of: shown, star: command } = latest.current
        if (!command.isSending) void command.run({ input: { id: shown.file.id, entryId: id, isStarred } })
      },
    }),
    [],
  )
  // eslint-disable-next-line react-hooks/incompatible-library -- it notifies React of its changes
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => usualHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 6,
  })
  const last = virtual.getVirtualItems().at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - ahead && hasMore && !isLoading && !error) more()
  }, [last, rows.length, hasMore, isLoading, error, more])
  return (
    <div
      ref={scroller}
      className={styles['scroller']}
      // What scrolls must be within reach of the keyboard.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="group"
      aria-label={t('sectionNames.timeline')}
    >
      <div role="list" aria-label={t('entries')} className={styles['list']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const entry = rows[item.index]
          if (entry === undefined) return null
          return (
            <div
              key={entry.id}
              role="listitem"
              aria-setsize={total ?? -1}
              aria-posinset={item.index + 1}
              className={styles['entry']}
              data-index={item.index}
              data-entry={entry.event.type}
              data-order-unknown={entry.isOrderUnknown || undefined}
              ref={virtual.measureElement}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <EntryRow
                of={of}
                entry={entry}
                isOpen={open === entry.id}
                t={t}
                format={format}
                text={text}
                {...handlers}
              />
            </div>
          )
        })}
      </div>
      {error ? (
        <div className={styles['foot']}>
          <Button onPress={more}>{t('more')}</Button>
        </div>
      ) : null}
    </div>
  )
}
