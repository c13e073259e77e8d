import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import type { AlertSplit } from '@shared/graphql/generated/graphql'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { Link } from '@tanstack/react-router'
import { useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ShareText } from '../ShareText'
import type { Group } from '../queries'
import { byCost, decidedOf, minutesOf } from './cost'
import styles from '../Rules.module.css'

interface Props {
  readonly groups: readonly Group[]
  readonly splits: readonly AlertSplit[]
}

const counts = ['alerts', 'confirmed', 'false', 'unfounded', 'undecided', 'ofDecided', 'ofAll', 'minutes'] as const

/** Groups of alerts, what cost most first. A camera leads to its page, where its last alerts are. */
export function LedgerTable({ groups, splits }: Props) {
  const { t } = useTranslation('rules')
  const sorted = useMemo(() => byCost(groups), [groups])
  return (
    <TableFrame label={t('ledger')} className={styles['long']}>
      <table className={classes(table['table'], styles['table'])}>
        <thead>
          <tr>
            {splits.map((split) => (
              <th key={split} scope="col">
                {t(`splits.${split}`)}
              </th>
            ))}
            {counts.map((column) => (
              <th key={column} scope="col" className={table['number']}>
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((group) => (
            <tr key={splits.map((split) => String(valueOf(group, split))).join('\n')}>
              {splits.map((split) => (
                <td key={split}>
                  <Named split={split} group={group} />
                </td>
              ))}
              <Counts of={group} />
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

function valueOf(group: Group, split: AlertSplit) {
  switch (split) {
    case 'CITY':
      return group.city
    case 'SOURCE':
      return group.source
    case 'CATEGORY':
      return group.category
    case 'DEVICE':
      return group.deviceId
    case 'HOUR':
      return group.hour
  }
}

function Named({ split, group }: { readonly split: AlertSplit; readonly group: Group }): ReactNode {
  const { t } = useTranslation('rules')
  const { cityName, categoryName } = useCatalogue()
  const value = valueOf(group, split)
  if (value == null) return t('notKnown')
  if (split === 'CITY') return cityName(String(value))
  if (split === 'CATEGORY') return categoryName(String(value))
  if (split === 'HOUR') return t('hourOf', { from: value, until: Number(value) + 1 })
  if (split === 'SOURCE') return value
  return (
    <Link
      to="/devices/$id"
      params={{ id: String(value) }}
      search={group.city == null ? {} : { city: group.city }}
      preload={false}
    >
      {value}
    </Link>
  )
}

function Counts({ of }: { readonly of: Group }) {
  const { t } = useTranslation('rules')
  const { number } = useFormat()
  const { operatorMinutes, unitMinutes } = of
  return (
    <>
      <td className={table['number']}>{number(of.alertCount)}</td>
      <td className={table['number']}>{number(of.confirmedCount)}</td>
      <td className={table['number']}>{number(of.falseCount)}</td>
      <td className={table['number']}>{number(of.unfoundedCount)}</td>
      <td className={table['number']}>
        {number(of.undecidedCount)}
        {of.notLookedAtCount === 0 ? null : (
          <span className={styles['line']}>{t('notLookedAt', { number: number(of.notLookedAtCount) })}</span>
        )}
      </td>
      <td className={table['number']}>
        <ShareText share={of.ofDecided} of={decidedOf(of)} />
      </td>
      <td className={table['number']}>
        <ShareText share={of.ofAll} of={of.alertCount} />
      </td>
      <td className={table['number']}>
        {number(minutesOf(of))}
        <span className={styles['line']}>{t('ofOperators', { minutes: number(operatorMinutes) })}</span>
        <span className={styles['line']}>{t('ofUnits', { minutes: number(unitMinutes) })}</span>
      </td>
    </>
  )
}
