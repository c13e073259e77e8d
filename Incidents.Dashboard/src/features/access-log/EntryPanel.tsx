import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMay } from '@shared/session/may'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Raw } from './Raw'
import { Replayed } from './Replayed'
import { accessEntryQuery, type Entry } from './queries'
import styles from './AccessLog.module.css'

/** All that an entry contains, and the answer that was given. */
export function EntryPanel({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('access-log')
  const answer = useAnswer(accessEntryQuery, { id })
  const entry = partOf(answer, 'accessEntry')
  const isUnknown = answer.data?.accessEntry === null && !entry.error
  return (
    <Panel title={t('entry')} aside={<Button onPress={onClose}>{t('close')}</Button>}>
      {isUnknown ? (
        <Empty title={t('entryUnknown')} />
      ) : (
        <Answered answer={entry}>
          {(found) => <Contents entry={found} kept={answer.data?.accessAnswer ?? null} />}
        </Answered>
      )}
    </Panel>
  )
}

function Contents({ entry, kept }: { readonly entry: Entry; readonly kept: string | null }) {
  const { t } = useTranslation(['access-log', 'shared'])
  const { moment, number } = useFormat()
  const mayAudit = useMay('audit')
  const rows = entry.rows.map(({ type, count }) => `${type}: ${number(count)}`).join(', ')
  return (
    <div className={styles['entry']} data-entry>
      <dl className={styles['facts']}>
        <Fact name={t('when')}>{moment(entry.at)}</Fact>
        <Fact name={t('who')}>{`${entry.callerName} · ${entry.callerId === '' ? t('nobody') : entry.callerId}`}</Fact>
        <Fact name={t('grants')}>{entry.grants.join(', ')}</Fact>
        <Fact name={t('what')}>{t(`kinds.${entry.kind}`)}</Fact>
        <Fact name={t('purpose')}>
          {entry.purposeReason === null
            ? '—'
            : `${t(`shared:purposeReason.${entry.purposeReason}`)}: ${entry.purposeReference ?? ''}`}
        </Fact>
        <Fact name={t('rows')}>{entry.rowCount === null ? '—' : rows === '' ? number(entry.rowCount) : rows}</Fact>
        {entry.denied.length === 0 ? null : <Fact name={t('denied')}>{entry.denied.join(', ')}</Fact>}
        {entry.appendedPosition === null ? null : <Fact name={t('position')}>{number(entry.appendedPosition)}</Fact>}
        {entry.traceId === null ? null : <Fact name={t('trace')}>{entry.traceId}</Fact>}
        {entry.digest === null ? null : <Fact name="SHA-256">{entry.digest}</Fact>}
      </dl>
      {entry.variables === null ? null : (
        <Raw name={t('asked')} text={JSON.stringify(entry.variables, null, 2)} isOpen />
      )}
      {entry.query === null ? null : <Raw name={t('query')} text={entry.query} />}
      <Raw name={t('details')} text={JSON.stringify(entry.details, null, 2)} />
      {kept === null ? null : <Raw name={t('answerKept')} text={kept} />}
      {mayAudit && entry.isReplayable ? <Replayed id={entry.id} /> : null}
    </div>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)
