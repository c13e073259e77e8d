import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { MomentField } from '@shared/ui/MomentField'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import type { CaseChangesQuery } from '@shared/graphql/generated/graphql'
import { useItemText } from '../items/useItemText'
import { changesQuery } from '../queries'
import type { PartProps } from '../shown'
import styles from '../Cases.module.css'

type Found = NonNullable<CaseChangesQuery['caseChanges']>

/** What changed in the case between two moments. */
export function Changes({ of: { file, zone }, search, onChange }: PartProps) {
  const { t } = useTranslation('cases')
  const { changedFrom, changedUntil } = search
  const isAsked = changedFrom !== undefined && changedUntil !== undefined
  const isOrdered = isAsked && Date.parse(changedFrom) < Date.parse(changedUntil)
  const answer = useAnswer(
    changesQuery,
    { id: file.id, from: changedFrom ?? '', until: changedUntil ?? '' },
    { pause: !isOrdered },
  )
  return (
    <Panel title={t('changes')}>
      <div className={styles['fields']} data-screen-only>
        <MomentField
          label={t('changedFrom')}
          value={changedFrom}
          zone={zone}
          onChange={(moment) => onChange({ changedFrom: moment })}
        />
        <MomentField
          label={t('changedUntil')}
          value={changedUntil}
          zone={zone}
          onChange={(moment) => onChange({ changedUntil: moment })}
        />
      </div>
      {!isAsked ? (
        <p className={styles['text']}>{t('changesMean')}</p>
      ) : !isOrdered ? (
        <Empty title={t('changesOrder')} />
      ) : answer.data?.caseChanges === null && !answer.error ? (
        <Empty title={t('notKnownThen')} />
      ) : (
        <Answered answer={partOf(answer, 'caseChanges')}>{(found) => <Found found={found} />}</Answered>
      )}
    </Panel>
  )
}

function Found({ found }: { readonly found: Found }) {
  const { t } = useTranslation('cases')
  const itemText = useItemText()
  const facts = [
    found.statusBefore == null || found.statusBefore === found.status
      ? null
      : t('statusChanged', { before: t(`statuses.${found.statusBefore}`), after: t(`statuses.${found.status}`) }),
    ...found.shared.map(({ name }) => t('nowShared', { name })),
    ...found.unshared.map(({ name }) => t('nowUnshared', { name })),
    counted(found.evidenceTaken.length, (count) => t('evidenceTaken', { count })),
    counted(found.evidenceWithdrawn.length, (count) => t('evidenceWithdrawn', { count })),
    counted(found.branchesBegun.length, (count) => t('branchesBegun', { count })),
    counted(found.absorbed.length, (count) => t('casesAbsorbed', { count })),
    counted(found.separated.length, (count) => t('casesSeparated', { count })),
  ].filter((fact) => fact !== null)
  return (
    <div data-changes>
      <p className={styles['text']}>{t('changedEvents', { count: found.eventCount })}</p>
      {facts.length === 0 ? null : (
        <ul className={styles['text']}>
          {facts.map((fact) => (
            <li key={fact}>{fact}</li>
          ))}
        </ul>
      )}
      {found.items.length === 0 ? null : (
        <TableFrame label={t('changes')}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('change')}</th>
                <th scope="col">{t('before')}</th>
                <th scope="col">{t('after')}</th>
              </tr>
            </thead>
            <tbody>
              {found.items.map(({ id, before, after }) => (
                <tr key={id}>
                  <td>{before == null ? t('added') : after == null ? t('removed') : t('amended')}</td>
                  <td>{before == null ? '' : itemText(before)}</td>
                  <td>{after == null ? '' : itemText(after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
    </div>
  )
}

const counted = (count: number, words: (count: number) => string) => (count === 0 ? null : words(count))
