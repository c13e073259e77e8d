import { useFormat } from '@shared/format/useFormat'
import { usePrinting } from '@shared/print/printing'
import { GivenPurpose, PurposeForm } from '@shared/session/PurposeForm'
import { needsPurpose, usePurpose } from '@shared/session/purpose'
import { Panel } from '@shared/ui/Panel'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CaseSearch } from '../search'
import type { PartProps } from '../shown'
import { Changes } from './Changes'
import { EntryList } from './EntryList'
import { PrintedEntries } from './PrintedEntries'
import { TimelineFilters } from './TimelineFilters'
import { filterOf } from './filter'
import { useEntries, type Asked } from './useEntries'
import { Views } from './Views'
import styles from '../Cases.module.css'

/** Everything that happened, from all sources, in one order. */
export function TimelineSection({ of, search, onChange }: PartProps) {
  const { t } = useTranslation('cases')
  const { number } = useFormat()
  const isPrinting = usePrinting()
  const { file, branch, knownAt } = of
  const given = usePurpose()
  const purpose = search.text !== undefined && needsPurpose(search.text) ? given : null
  const written = JSON.stringify([filterOf(search), search.order ?? null])
  const asked = useMemo<Asked>(() => {
    const [filter, order] = JSON.parse(written) as [Asked['filter'], CaseSearch['order'] | null]
    const isByKnown = order === 'known'
    return { id: file.id, knownAt, branchId: branch?.id, filter, order: isByKnown ? 'KNOWN' : 'OCCURRED', purpose }
  }, [written, file.id, knownAt, branch?.id, purpose])
  const entries = useEntries(asked, file.version)
  const count = entries.total
  const lacksPurpose = entries.error?.graphQLErrors[0]?.extensions['code'] === 'PURPOSE_MISSING'
  return (
    <>
      <Panel
        title={t('sectionNames.timeline')}
        aside={count === undefined ? null : t('entriesCount', { count, number: number(count) })}
      >
        <div className={styles['bar']} data-screen-only>
          <TimelineFilters of={of} search={search} onChange={onChange} />
          <Views of={of} search={search} onChange={onChange} />
        </div>
        {lacksPurpose ? <PurposeForm /> : purpose === null ? null : <GivenPurpose />}
        {lacksPurpose ? null : entries.error && entries.rows.length === 0 ? (
          <Failed error={entries.error} retry={entries.restart} />
        ) : entries.rows.length === 0 ? (
          entries.isLoading ? (
            <Loading />
          ) : (
            <Empty title={t('noEntries')} />
          )
        ) : isPrinting ? (
          <PrintedEntries entries={entries} />
        ) : (
          <EntryList
            key={written}
            of={of}
            entries={entries}
            onMoment={(moment) => onChange({ knownAt: moment, branch: undefined })}
          />
        )}
      </Panel>
      <Changes of={of} search={search} onChange={onChange} />
    </>
  )
}
