import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { compact } from '@shared/routing/search'
import { useMay } from '@shared/session/may'
import { Panel } from '@shared/ui/Panel'
import { Tile, Tiles } from '@shared/ui/Tile'
import { Answered, Empty } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { classes } from '@shared/ui/classes'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { AsOf } from '../basis'
import { lastDay } from '../period'
import { Head } from './Head'
import type { PartProps } from './Operations'
import { Span } from './Span'
import { upkeepLines, upkeepTotals, type UpkeepLine } from './figures'
import { upkeepQuery } from './queries'
import styles from './Operations.module.css'

/** What was observed of municipal property in the period, by district: what is overdue, and of that the snow. */
export function Upkeep(props: PartProps) {
  const { t } = useTranslation('kpis')
  const mayTasks = useMay('upkeep')
  const { period, cities } = props
  const asked = useStable({ from: period.from, until: period.until, cities: cities ?? null })
  const answer = useAnswer(upkeepQuery, asked)
  const search = compact({ state: 'overdue' as const, city: cities, from: period.from, to: lastDay(period) })
  return (
    <Panel
      title={t('operations.upkeep')}
      aside={
        mayTasks ? (
          <Link to="/upkeep" search={search} data-screen-only>
            {t('operations.toTasks')}
          </Link>
        ) : undefined
      }
    >
      <Answered answer={answer}>
        {({ all, snow }) => {
          const lines = upkeepLines(all ?? [], snow ?? [])
          const totals = upkeepTotals(lines)
          return totals.observations === 0 ? (
            <Empty title={t('operations.noUpkeep')} />
          ) : (
            <>
              <div className={styles['text']}>
                <p>
                  <Span {...props} /> <AsOf freshness={answer.freshness} />
                </p>
                <p>{t('operations.upkeepMeans')}</p>
              </div>
              <Totals of={totals} />
              <Districts lines={lines} />
            </>
          )
        }}
      </Answered>
    </Panel>
  )
}

function Totals({ of }: { readonly of: ReturnType<typeof upkeepTotals> }) {
  const { t } = useTranslation('kpis')
  const { number, percent } = useFormat()
  const withDeadline = of.doneInTime + of.doneLate
  return (
    <div className={styles['tiles']}>
      <Tiles>
        <Tile
          label={t('operations.overdue')}
          value={number(of.overdue)}
          tone={of.overdue === 0 ? 'neutral' : 'bad'}
          note={t('operations.ofOpen', { open: number(of.open) })}
        />
        <Tile
          label={t('operations.overdueSnow')}
          value={number(of.overdueSnow)}
          tone={of.overdueSnow === 0 ? 'neutral' : 'bad'}
          note={t('operations.ofOverdue', { overdue: number(of.overdue) })}
        />
        <Tile
          label={t('operations.inTime')}
          value={withDeadline === 0 ? t('operations.noneDone') : percent(of.doneInTime / withDeadline)}
          note={t('operations.ofDone', { done: number(withDeadline) })}
        />
        <Tile
          label={t('operations.tasks')}
          value={number(of.tasks)}
          note={t('operations.ofObservations', { observations: number(of.observations) })}
        />
      </Tiles>
    </div>
  )
}

const columns = ['tasks', 'open', 'overdue', 'overdueSnow', 'doneInTime', 'doneLate', 'median', 'p90'] as const

function Districts({ lines }: { readonly lines: readonly UpkeepLine[] }) {
  const { t } = useTranslation('kpis')
  const { cityName } = useCatalogue()
  const { number, seconds } = useFormat()
  const most = Math.max(1, ...lines.map(({ overdue }) => overdue))
  const time = (value: number | null | undefined) => (value == null ? t('operations.noneDone') : seconds(value))
  return (
    <TableFrame label={t('operations.byDistrict')}>
      <table className={classes(table['table'], styles['table'])} data-upkeep>
        <Head rows={t('operations.district')} columns={columns} />
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">
                {line.isWholeTown ? (
                  cityName(line.city)
                ) : (
                  <div className={styles['district']}>{line.district ?? t('operations.withoutDistrict')}</div>
                )}
              </th>
              <td className={table['number']}>{number(line.tasks)}</td>
              <td className={table['number']}>{number(line.open)}</td>
              <td className={classes(table['number'], styles['barred'])}>
                {number(line.overdue)}
                {line.overdue === 0 ? null : (
                  <span
                    className={styles['bar']}
                    style={{ width: `${(100 * line.overdue) / most}%` }}
                    aria-hidden="true"
                  />
                )}
              </td>
              <td className={table['number']}>{number(line.overdueSnow)}</td>
              <td className={table['number']}>{number(line.doneInTime)}</td>
              <td className={table['number']}>{number(line.doneLate)}</td>
              <td className={table['number']}>{time(line.medianSeconds)}</td>
              <td className={table['number']}>{time(line.p90Seconds)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  )
}
