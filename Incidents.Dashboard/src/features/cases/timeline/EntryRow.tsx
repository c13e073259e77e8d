import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { ToggleButton } from 'react-aria-components'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { classes } from '@shared/ui/classes'
import { starCaseEntryMutation } from '../itemCommands'
import type { Entry } from '../queries'
import type { Shown } from '../shown'
import { useCaseCommand } from '../useCaseCommand'
import { Comments } from './Comments'
import { useEntryText } from './useEntryText'
import styles from './Timeline.module.css'

interface Props {
  readonly of: Shown
  readonly entry: Entry
  /** Whether its comments are shown. */
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
  readonly onMoment: (moment: string) => void
}

/** One entry: what, when by which clock, when the centre learned of it, and from whom. */
export function EntryRow({ of, entry, isOpen, onOpen, onMoment }: Props) {
  const { t } = useTranslation('cases')
  const { localMoment, number } = useFormat()
  const text = useEntryText()
  const { event, comments, isStarred } = entry
  const name = text.name(event)
  const star = useCaseCommand(starCaseEntryMutation, isStarred ? t('unstarred') : t('starredDone'))
  return (
    <>
      <ToggleButton
        className={classes(styles['star'])}
        isSelected={isStarred}
        isDisabled={!of.mayChange || star.isSending}
        aria-label={t('star', { name })}
        onChange={(chosen) => void star.run({ input: { id: of.file.id, entryId: entry.id, isStarred: chosen } })}
      >
        {isStarred ? '★' : '☆'}
      </ToggleButton>
      <div className={styles['what']}>
        <strong>{name}</strong> <Badge>{text.subject(event)}</Badge>{' '}
        {event.isMasked ? <Badge tone="warn">{t('entryMasked')}</Badge> : null}
        {entry.isOrderUnknown ? <Badge tone="warn">{t('orderUnknown')}</Badge> : null}
        {entry.cameFromCaseId == null ? null : <Badge>{t('cameFrom')}</Badge>}
        <p>{text.details(event).join(' · ')}</p>
        <div className={styles['commands']} data-screen-only>
          <Button quiet aria-expanded={isOpen} onPress={() => onOpen(!isOpen)}>
            {comments.length === 0
              ? t('comment')
              : t('commentsCount', { count: comments.length, number: number(comments.length) })}
          </Button>
          {of.knownAt === undefined ? (
            <Button quiet onPress={() => onMoment(event.knownAt)}>
              {t('asItLooked')}
            </Button>
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
}
