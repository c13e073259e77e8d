import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useEndless } from '@shared/graphql/useEndless'
import type { UpkeepOrder, UpkeepTaskFilterInput } from '@shared/graphql/generated/graphql'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty, Failed, Loading } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { StateBadge } from './StateBadge'
import { tasksQuery, type Listed } from './queries'
import styles from './Upkeep.module.css'

interface Props {
  readonly filter: UpkeepTaskFilterInput
  readonly order: UpkeepOrder
}

const first = 100
const columns = ['kind', 'where', 'state', 'deadline', 'observed', 'done'] as const

export function TaskTable({ filter, order }: Props) {
  const { t } = useTranslation('upkeep')
  const variables = useMemo(() => ({ filter, order, first }), [filter, order])
  const list = useEndless(tasksQuery, variables, (data) => data.upkeepTasks)
  return (
    <Panel title={t('tasks')}>
      {list.error && list.rows.length === 0 ? (
        <Failed error={list.error} retry={list.restart} />
      ) : list.rows.length === 0 ? (
        list.isLoading || list.hasMore ? (
          <Loading />
        ) : (
          <Empty title={t('none')} />
        )
      ) : (
        <>
          <TableFrame label={t('tasks')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {t(column)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {list.rows.map((task) => (
                  <Row key={task.id} task={task} />
                ))}
              </tbody>
            </table>
          </TableFrame>
          {list.hasMore ? (
            <div className={styles['more']}>
              <Button isDisabled={list.isLoading} onPress={list.more}>
                {t('more')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Panel>
  )
}

function Row({ task }: { readonly task: Listed }) {
  const { t } = useTranslation('upkeep')
  const { categoryName, cityName } = useCatalogue()
  const { localMoment } = useFormat()
  const { id, category, city, district, street, streetClass, deadline, occurredAt, doneAt, checkedAt } = task
  return (
    <tr data-task={id}>
      <th scope="row">
        <Link to="/upkeep/$id" params={{ id }} preload={false}>
          {categoryName(category)}
        </Link>
      </th>
      <td>
        {[cityName(city), district].filter((part) => part != null).join(', ')}
        <span className={styles['line']}>
          {[street, streetClass == null ? null : t(`streetClasses.${streetClass}`)]
            .filter((part) => part != null)
            .join(' · ')}
        </span>
      </td>
      <td>
        <StateBadge {...task} />
      </td>
      <td>{deadline == null ? t('noDeadline') : localMoment(deadline)}</td>
      <td>{localMoment(occurredAt)}</td>
      <td>
        {doneAt == null ? '–' : localMoment(doneAt)}
        {checkedAt == null ? null : (
          <span className={styles['line']}>{t('checkedAt', { moment: localMoment(checkedAt) })}</span>
        )}
      </td>
    </tr>
  )
}
