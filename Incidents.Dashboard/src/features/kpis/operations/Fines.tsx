import { useFormat } from '@shared/format/useFormat'
import { NoData } from '@shared/ui/NoData'
import { Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { useTranslation } from 'react-i18next'
import { isNothing, sumOfShown, violationStates } from './figures'
import { Head } from './Head'
import { OutcomePanel } from './OutcomePanel'
import type { PartProps } from './Operations'
import type { OutcomeTotals } from './queries'
import styles from './Operations.module.css'

const columns = ['violations', 'share', 'tenge'] as const

/** Violations of the period by how far they have come now, and what their fines add up to. */
export function Fines(props: PartProps) {
  const { t } = useTranslation('kpis')
  return (
    <OutcomePanel {...props} title={t('operations.fines')} means={t('operations.finesMean')}>
      {({ together }) => <States of={together.violations} />}
    </OutcomePanel>
  )
}

function States({ of }: { readonly of: OutcomeTotals['violations'] }) {
  const { t } = useTranslation('kpis')
  const { number, percent } = useFormat()
  const counts = violationStates.map((state) => of[state])
  const all = sumOfShown(counts)
  if (isNothing(counts)) return <Empty title={t('operations.noViolations')} />
  // Amounts come as decimals, which may be written as texts.
  const tenge = of.finesTenge == null ? <NoData isCovered /> : number(Number(of.finesTenge))
  return (
    <TableFrame label={t('operations.fines')}>
      <table className={classes(table['table'], styles['table'])} data-fines>
        <Head rows={t('operations.violationState')} columns={columns} />
        <tbody>
          {violationStates.map((state) => {
            const count = of[state]
            return (
              <tr key={state}>
                <th scope="row">{t(`operations.violationStates.${state}`)}</th>
                <td className={table['number']}>{count == null ? <NoData isCovered /> : number(count)}</td>
                <td className={table['number']}>{count == null || !all ? '–' : percent(count / all, 1)}</td>
                <td className={table['number']}>{state === 'fined' ? tenge : '–'}</td>
              </tr>
            )
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('together')}</th>
            <td className={table['number']}>{all === null ? <NoData isCovered /> : number(all)}</td>
            <td className={table['number']}>{all ? percent(1, 1) : '–'}</td>
            <td className={table['number']}>{tenge}</td>
          </tr>
        </tfoot>
      </table>
    </TableFrame>
  )
}
