import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty, Refused } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { useTranslation } from 'react-i18next'
import { AsOf } from '../basis'
import type { PartProps } from './Operations'
import { Span } from './Span'
import { sumOfFines, violationStates } from './figures'
import { finesQuery, type Fines as Counted } from './queries'
import styles from './Operations.module.css'

/** Violations of the period by how far they have come now, and what their fines add up to. */
export function Fines(props: PartProps) {
  const { t } = useTranslation('kpis')
  const { period, cities } = props
  const answer = useAnswer(finesQuery, useStable({ from: period.from, until: period.until, cities: cities ?? null }))
  return (
    <Panel title={t('operations.fines')}>
      <Answered answer={answer}>
        {(counted) => (
          <>
            <div className={styles['text']}>
              <p>
                <Span {...props} /> <AsOf freshness={answer.freshness} />
              </p>
              <p>{t('operations.finesMean')}</p>
            </div>
            {answer.error ? <Refused error={answer.error} /> : <States of={counted} />}
          </>
        )}
      </Answered>
    </Panel>
  )
}

function States({ of }: { readonly of: Counted }) {
  const { t } = useTranslation('kpis')
  const { number, percent } = useFormat()
  const counts = violationStates.map((state) => ({ state, count: of[state]?.totalCount ?? 0 }))
  const all = counts.reduce((sum, { count }) => sum + count, 0)
  const sum = sumOfFines(of.FINED)
  if (all === 0) return <Empty title={t('operations.noViolations')} />
  return (
    <TableFrame label={t('operations.fines')}>
      <table className={classes(table['table'], styles['table'])} data-fines>
        <thead>
          <tr>
            <th scope="col">{t('operations.violationState')}</th>
            {(['violations', 'share', 'tenge'] as const).map((column) => (
              <th key={column} scope="col" className={table['number']}>
                {t(`operations.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map(({ state, count }) => (
            <tr key={state}>
              <th scope="row">{t(`operations.violationStates.${state}`)}</th>
              <td className={table['number']}>{number(count)}</td>
              <td className={table['number']}>{percent(count / all, 1)}</td>
              <td className={table['number']}>
                {state !== 'FINED' ? '–' : sum === null ? t('operations.tooManyFines') : number(sum)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('together')}</th>
            <td className={table['number']}>{number(all)}</td>
            <td className={table['number']}>{percent(1, 1)}</td>
            <td className={table['number']}>{sum === null ? t('operations.tooManyFines') : number(sum)}</td>
          </tr>
        </tfoot>
      </table>
    </TableFrame>
  )
}
