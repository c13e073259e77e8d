import { addDays, dayOf } from '@shared/format/days'
import { homeZone } from '@shared/format/format'
import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Panel } from '@shared/ui/Panel'
import { PeriodField } from '@shared/ui/PeriodField'
import { Answered, Empty } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { EntryTable } from './EntryTable'
import { unusualQuery } from './queries'
import type { AccessLogSearch, Change } from './search'
import styles from './AccessLog.module.css'

const mostDays = 92

interface Props {
  readonly search: AccessLogSearch
  readonly onChange: (change: Change) => void
}

/** Searches that an auditor should look at, each with the reasons. */
export function UnusualSearches({ search, onChange }: Props) {
  const { t } = useTranslation('access-log')
  const { number } = useFormat()
  const today = dayOf(new Date().toISOString(), homeZone)
  const to = search.to ?? today
  const asked = search.from ?? addDays(to, -27)
  const from = asked > to || asked < addDays(to, 1 - mostDays) ? addDays(to, 1 - mostDays) : asked
  const answer = partOf(useAnswer(unusualQuery, { from, until: addDays(to, 1) }), 'unusualSearches')
  return (
    <Panel title={t('views.unusual')}>
      <div className={styles['filters']}>
        <PeriodField label={t('period')} from={from} to={to} today={today} max={today} onChange={onChange} />
      </div>
      <Answered answer={answer}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={t('noUnusual')} />
          ) : (
            <EntryTable
              label={t('views.unusual')}
              rows={found.map(({ entry, reasons, plates }) => ({
                entry,
                why: (
                  <ul>
                    {reasons.map((reason) => (
                      <li key={reason}>{t(`reasons.${reason}`, { plates: number(plates) })}</li>
                    ))}
                  </ul>
                ),
              }))}
            />
          )
        }
      </Answered>
    </Panel>
  )
}
