import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { compact } from '@shared/routing/search'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty, Refused } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AsOf } from '../basis'
import { Head } from './Head'
import type { PartProps } from './Operations'
import { Span } from './Span'
import { alertLedgerQuery, type Outcomes, type Share } from './queries'
import styles from './Operations.module.css'

/** What came of the alerts of the period, and the minutes that they cost, town by town. */
export function AlertOutcomes(props: PartProps) {
  const { t } = useTranslation('kpis')
  const { number } = useFormat()
  const { period, cities } = props
  const { from, until } = period
  const answer = useAnswer(alertLedgerQuery, useStable({ from, until, filter: cities ? { cities } : {} }))
  return (
    <Panel
      title={t('operations.ledger')}
      aside={
        <Link to="/rules" search={compact({ from, to: addDays(until, -1), city: cities })} data-screen-only>
          {t('operations.toRules')}
        </Link>
      }
    >
      <Answered answer={answer}>
        {({ together, towns }) => {
          const [total] = together?.groups ?? []
          if (answer.error) return <Refused error={answer.error} />
          if (together == null || total === undefined || total.alertCount === 0)
            return <Empty title={t('operations.noAlerts')} />
          return (
            <>
              <div className={styles['text']}>
                <p>
                  <Span {...props} /> <AsOf freshness={answer.freshness} />
                </p>
                <p>{t('operations.ledgerMeans', { least: number(together.fewestAlerts) })}</p>
              </div>
              <Table rows={[...(towns?.groups ?? []), { ...total, city: null }]} />
            </>
          )
        }}
      </Answered>
    </Panel>
  )
}

const columns = [
  'alerts',
  'confirmed',
  'false',
  'unfounded',
  'undecided',
  'notLookedAt',
  'ofDecided',
  'ofAll',
  'operators',
  'units',
] as const

function Table({ rows }: { readonly rows: readonly Outcomes[] }) {
  const { t } = useTranslation('kpis')
  const { cityName } = useCatalogue()
  const { number } = useFormat()
  return (
    <TableFrame label={t('operations.ledger')}>
      <table className={classes(table['table'], styles['table'])} data-outcomes>
        <Head rows={t('town')} columns={columns} />
        <tbody>
          {rows.map((row) => (
            <tr key={row.city ?? 'together'}>
              <th scope="row">{row.city == null ? t('together') : cityName(row.city)}</th>
              {[
                row.alertCount,
                row.confirmedCount,
                row.falseCount,
                row.unfoundedCount,
                row.undecidedCount,
                row.notLookedAtCount,
              ].map((count, at) => (
                <td key={columns[at]} className={table['number']}>
                  {number(count)}
                </td>
              ))}
              <td className={table['number']}>
                <Precision share={row.ofDecided} of={row.alertCount - row.undecidedCount} />
              </td>
              <td className={table['number']}>
                <Precision share={row.ofAll} of={row.alertCount} />
              </td>
              <td className={table['number']}>{number(row.operatorMinutes)}</td>
              <td className={table['number']}>{number(row.unitMinutes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}

function Precision({ share, of }: { readonly share: Share | null | undefined; readonly of: number }) {
  const { t } = useTranslation('kpis')
  const { number, percent } = useFormat()
  return (
    <>
      {share == null ? t('tooFew') : percent(share.share, 1)}
      <span className={styles['line']}>
        {share == null
          ? t('operations.of', { of: number(of) })
          : t('operations.between', {
              low: percent(share.lowShare, 1),
              high: percent(share.highShare, 1),
              of: number(share.of),
            })}
      </span>
    </>
  )
}
