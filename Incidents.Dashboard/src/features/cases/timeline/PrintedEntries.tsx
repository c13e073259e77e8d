import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import table from '@shared/ui/Table.module.css'
import { useTranslation } from 'react-i18next'
import type { Entries } from './useEntries'
import { useEntryText } from './useEntryText'
import styles from './Timeline.module.css'

/** On paper: a plain table of the entries that the page has read, which says how many it lacks. */
export function PrintedEntries({ entries: { rows, total, hasMore } }: { readonly entries: Entries }) {
  const { t } = useTranslation('cases')
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
          {rows.map(({ id, event, clock, isOrderUnknown, isStarred, comments }) => (
            <tr key={id}>
              <td>
                {text.occurred(event)} {isOrderUnknown ? <Badge tone="warn">{t('orderUnknown')}</Badge> : null}
              </td>
              <td>{localMoment(event.knownAt)}</td>
              <td>
                {isStarred ? '★ ' : ''}
                {[text.name(event), text.subject(event), ...text.details(event)].join(' · ')}
                {comments.map(({ id: key, note, by }) => (
                  <span key={key} className={styles['by']}>
                    {by}: {note ?? t('maskedText')}
                  </span>
                ))}
              </td>
              <td>{text.source(event)}</td>
              <td>{text.clock(clock)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}
