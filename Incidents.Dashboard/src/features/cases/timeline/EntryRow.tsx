import type { Format } from '@shared/format/format'
import { Badge } from '@shared/ui/Badge'
import { Link } from '@tanstack/react-router'
import type { TFunction } from 'i18next'
import { memo } from 'react'
import type { Entry } from '../queries'
import type { Shown } from '../shown'
import { Comments } from './Comments'
import type { EntryText } from './useEntryText'
import styles from './Timeline.module.css'

interface Props {
  readonly of: Shown
  readonly entry: Entry
  /** Whether its comments are shown. */
  readonly isOpen: boolean
  readonly onOpen: (id: string, isOpen: boolean) => void
  readonly onMoment: (moment: string) => void
  readonly onStar: (entry: Entry, isStarred: boolean) => void
  // Of the list: a row that looks them up itself takes several times as long to draw.
  readonly t: TFunction<['cases', 'shared']>
  readonly format: Format
  readonly text: EntryText
}

/** One entry: what, when by which clock, when the centre learned of it, and from whom. */
export const EntryRow = memo(function EntryRow({ of, entry, isOpen, onOpen, onMoment, onStar, ...words }: Props) {
  const { t, text, format } = words
  const { localMoment, number } = format
  const { event, comments, isStarred } = entry
  const name = text.name(event)
  return (
    <>
      <button
        type="button"
        className={styles['star']}
        aria-pressed={isStarred}
        disabled={!of.mayChange}
        aria-label={t('star', { name })}
        onClick={() => onStar(entry, !isStarred)}
      >
        {isStarred ? '★' : '☆'}
      </button>
      <div className={styles['what']}>
        <strong>{name}</strong> <Badge>{text.subject(event)}</Badge>{' '}
        {event.isMasked ? <Badge tone="warn">{t('entryMasked')}</Badge> : null}
        {entry.isOrderUnknown ? <Badge tone="warn">{t('shared:orderUnknown')}</Badge> : null}
        {entry.cameFromCaseId == null ? null : <Badge>{t('cameFrom')}</Badge>}
        <p>{[...text.details(event), ...text.about(entry, of)].join(' · ')}</p>
        <div className={styles['commands']} data-screen-only>
          <button type="button" aria-expanded={isOpen} onClick={() => onOpen(entry.id, !isOpen)}>
            {comments.length === 0
              ? t('comment')
              : t('commentsCount', { count: comments.length, number: number(comments.length) })}
          </button>
          {of.knownAt === undefined ? (
            <button type="button" onClick={() => onMoment(event.knownAt)}>
              {t('asItLooked')}
            </button>
          ) : null}
          {entry.viaIncidentId == null ? null : (
            <Link to="/incidents/$id" params={{ id: entry.viaIncidentId }} search={{}} preload={false}>
              {t('viaIncident')}
            </Link>
          )}
        </div>
        {isOpen ? <Comments of={of} entry={entry} /> : null}
      </div>
      <dl className={styles['times']}>
        <div>
          <dt>{t('occurred')}</dt>
          <dd>{text.occurred(event)}</dd>
        </div>
        <div>
          <dt>{t('known')}</dt>
          <dd>{localMoment(event.knownAt)}</dd>
        </div>
        <div>
          <dt>{t('source')}</dt>
          <dd>{text.source(event)}</dd>
        </div>
        <div>
          <dt>{t('clock')}</dt>
          <dd>{text.clock(entry.clock)}</dd>
        </div>
      </dl>
    </>
  )
})
