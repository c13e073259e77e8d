import { addDays } from '@shared/format/days'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { partOf } from '@shared/graphql/partOf'
import { useStable } from '@shared/graphql/useStable'
import { useMayVariables } from '@shared/session/may'
import { useRoleName } from '@shared/session/useRoleName'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { useTranslation } from 'react-i18next'
import { AsOf } from '../basis'
import { Head } from './Head'
import type { PartProps } from './Operations'
import { Span } from './Span'
import { targetsQuery } from './queries'
import styles from './Operations.module.css'

const columns = ['within', 'steps', 'met', 'passed', 'metShare'] as const

/** How often each target of service was met, and on whom a passed one is escalated. */
export function Targets(props: PartProps) {
  const { t } = useTranslation('kpis')
  const { day, number, percent, seconds } = useFormat()
  const roleName = useRoleName()
  const { period, cities } = props
  const may = useMayVariables('dispatch')
  const asked = useStable({ from: period.from, until: period.until, filter: cities ? { cities } : {}, ...may })
  const answer = useAnswer(targetsQuery, asked)
  const wordsOf = (name: string) => {
    const levels = (answer.data?.serviceTargets ?? []).filter((target) => target.name === name).at(-1)?.levels ?? []
    return levels.length === 0
      ? t('operations.noEscalation')
      : levels
          .map(({ afterSeconds, role, person }) =>
            t('operations.level', {
              who: person ?? (role == null ? '' : roleName(role)),
              after: seconds(afterSeconds),
            }),
          )
          .join('; ')
  }
  return (
    <Panel title={t('operations.targets')}>
      <Answered answer={partOf(answer, 'targetShares')}>
        {(shares) =>
          shares.length === 0 ? (
            <Empty title={t('operations.noTargets')} />
          ) : (
            <>
              <div className={styles['text']}>
                <p>
                  <Span {...props} /> <AsOf freshness={answer.freshness} />
                </p>
                <p>{t('operations.targetsMean')}</p>
              </div>
              <TableFrame label={t('operations.targets')}>
                <table className={classes(table['table'], styles['table'])} data-targets>
                  <Head rows={t('operations.target')} columns={columns}>
                    {may.mayDispatch ? <th scope="col">{t('operations.escalation')}</th> : null}
                  </Head>
                  <tbody>
                    {shares.map((one) => (
                      <tr key={`${one.name} ${one.from}`}>
                        <th scope="row">
                          {t(`operations.steps.${one.step}`)}
                          <span className={styles['line']}>{one.name}</span>
                          {one.from === period.from && one.until === period.until ? null : (
                            <span className={styles['line']}>
                              {t('span', { from: day(one.from), to: day(addDays(one.until, -1)) })}
                            </span>
                          )}
                        </th>
                        <td className={table['number']}>{seconds(one.withinSeconds)}</td>
                        <td className={table['number']}>{number(one.count)}</td>
                        <td className={table['number']}>{number(one.met)}</td>
                        <td className={table['number']}>{number(one.count - one.met)}</td>
                        <td className={table['number']}>
                          {one.isTooFew || one.share == null ? t('tooFew') : percent(one.share, 1)}
                        </td>
                        {may.mayDispatch ? <td>{wordsOf(one.name)}</td> : null}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableFrame>
            </>
          )
        }
      </Answered>
    </Panel>
  )
}
