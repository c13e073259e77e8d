import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import type { AlertSplit } from '@shared/graphql/generated/graphql'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import type { DayRange } from '@shared/period/presets'
import { useMay, useMayVariables } from '@shared/session/may'
import { Help } from '@shared/ui/Help'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { useTranslation } from 'react-i18next'
import { ledgerQuery, type Ledger } from '../queries'
import { splits } from '../search'
import { LedgerTable } from './LedgerTable'
import styles from '../Rules.module.css'

interface Props {
  readonly period: DayRange
  readonly filter: { readonly cities?: string[]; readonly categories?: string[] }
  readonly splits: readonly AlertSplit[] | undefined
  readonly onSplits: (splits: AlertSplit[] | undefined) => void
}

const usual: readonly AlertSplit[] = ['SOURCE', 'CATEGORY']
const first = 500

/** What came of the alerts of the period, and what they cost, by what the reader chooses. */
export function AlertLedger({ period: { from, to }, filter, splits: chosen = usual, onSplits }: Props) {
  const { t } = useTranslation('rules')
  const mayDevice = useMay('device')
  const may = useMayVariables('device')
  const allowed = splits.filter((split) => mayDevice || split !== 'DEVICE')
  const splitBy = allowed.filter((split) => chosen.includes(split))
  const answer = useAnswer(ledgerQuery, useStable({ from, until: addDays(to, 1), filter, splitBy, first, ...may }))
  return (
    <Panel title={t('ledger')} aside={<Help topic={t('ledger')}>{t('ledgerHelp')}</Help>}>
      <div className={styles['form']}>
        <MultiPicker
          label={t('splitBy')}
          options={allowed.map((code) => ({ code, name: t(`splits.${code}`) }))}
          value={splitBy}
          onChange={(codes) => {
            const next = splits.filter((split) => codes.includes(split))
            onSplits(next.join() === usual.join() || next.length === 0 ? undefined : next)
          }}
        />
      </div>
      <Answered answer={partOf(answer, 'alertPrecision')}>
        {(ledger) =>
          ledger.groups.length === 0 ? (
            <Empty title={t('noAlerts')} />
          ) : (
            <>
              <Means of={ledger} />
              <LedgerTable groups={ledger.groups} splits={splitBy} />
            </>
          )
        }
      </Answered>
    </Panel>
  )
}

function Means({ of: { fewestAlerts, notLookedAtAfterDays, hasMore, groups } }: { readonly of: Ledger }) {
  const { t } = useTranslation('rules')
  const { number } = useFormat()
  return (
    <div className={styles['said']}>
      <p>
        {t('sortedByCost')} {t('fewest', { number: number(fewestAlerts) })}{' '}
        {t('notLookedAtMeans', { number: number(notLookedAtAfterDays) })}
      </p>
      <p>{t('twoShares')}</p>
      {hasMore ? <p>{t('moreGroups', { number: number(groups.length) })}</p> : null}
    </div>
  )
}
