import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { NoData } from '@shared/ui/NoData'
import { Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { useTranslation } from 'react-i18next'
import { alertOutcomes, isNothing, sumOfShown } from './figures'
import { Head } from './Head'
import { OutcomePanel } from './OutcomePanel'
import type { PartProps } from './Operations'
import type { OutcomeTotals } from './queries'
import styles from './Operations.module.css'

const columns = ['alerts', 'confirmed', 'false', 'unfounded', 'undecided'] as const

/** What came of the alerts of the period, town by town, for readers of rounded counts: without shares and minutes. */
export function AlertTotals(props: PartProps) {
  const { t } = useTranslation('kpis')
  return (
    <OutcomePanel {...props} title={t('operations.ledger')} means={t('operations.alertTotalsMean')}>
      {({ together, towns }) =>
        isNothing(alertOutcomes.map((outcome) => together.alerts[outcome])) ? (
          <Empty title={t('operations.noAlerts')} />
        ) : (
          <Table rows={[...towns, together]} />
        )
      }
    </OutcomePanel>
  )
}

function Table({ rows }: { readonly rows: readonly OutcomeTotals[] }) {
  const { t } = useTranslation('kpis')
  const { cityName } = useCatalogue()
  const { number } = useFormat()
  return (
    <TableFrame label={t('operations.ledger')}>
      <table className={classes(table['table'], styles['table'])} data-outcomes>
        <Head rows={t('town')} columns={columns} />
        <tbody>
          {rows.map(({ city, alerts }) => {
            const counts = alertOutcomes.map((outcome) => alerts[outcome])
            return (
              <tr key={city ?? 'together'}>
                <th scope="row">{city == null ? t('together') : cityName(city)}</th>
                {[sumOfShown(counts), ...counts].map((count, at) => (
                  <td key={columns[at]} className={table['number']}>
                    {count == null ? <NoData isCovered /> : number(count)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </TableFrame>
  )
}
