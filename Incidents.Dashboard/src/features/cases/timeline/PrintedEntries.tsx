import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import table from '@shared/ui/Table.module.css'
import { useTranslation } from 'react-i18next'
import type { Shown } from '../shown'
import type { Entries } from './useEntries'
import { useEntryText } from './useEntryText'
import styles from './Timeline.module.css'

/** On paper: a plain table of the entries that the page has read, which says how many it lacks. */
export function PrintedEntries({ of, entries }: { readonly of: Shown; readonly entries: Entries }) {
  const { rows, total, hasMore } = entries
  const { t } = useTranslation(['cases', 'shared'])
  const { localMoment, number } = useFormat()
  const text = useEntryText()
  return (
    <>
      {hasMore ? <p>{t('printedPart', { shown: number(rows.length), all: number(total ?? rows.length) })}</p> : null}
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('occurred')}</th>
            <th scope="col">{t('known')}</th>
            <th scope="col">{t('entry')}</th>
            <th scope="col">{t('source')}</th>
            <th scope="col">{t('clock')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((entry) => (
            <tr key={entry.id}>
              <td>
                {text.occurred(entry.event)}{' '}
                {entry.isOrderUnknown ? <Badge tone="warn">{t('shared:orderUnknown')}</Badge> : null}
              </td>
              <td>{localMoment(entry.event.knownAt)}</td>
              <td>
                {entry.isStarred ? '★ ' : ''}
                {[
                  text.name(entry.event),
                  text.subject(entry.event),
                  ...text.details(entry.event),
                  ...text.about(entry, of),
                ].join(' · ')}
                {entry.comments.map(({ id: key, note, by }) => (
                  <span key={key} className={styles['by']}>
                    {by}: {note ?? t('maskedText')}
                  </span>
                ))}
              </td>
              <td>{text.source(entry.event)}</td>
              <td>{text.clock(entry.clock)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
