import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Badge } from '@shared/ui/Badge'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { alarmsQuery } from './queries'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'

const route = getRouteApi('/administration')
const everySeconds = 30

/** The system's own alarms, the latest first. */
export function Alarms() {
  const { t } = useTranslation('administration')
  const { moment, number } = useFormat()
  const { alarms } = route.useSearch()
  const answer = useAnswer(alarmsQuery, { isOpen: alarms === undefined ? null : alarms === 'open' }, { everySeconds })
  return (
    <Panel title={t('alarms')}>
      <Answered answer={partOf(answer, 'alarms')}>
        {({ nodes }) =>
          nodes.length === 0 ? (
            <Empty title={t('noAlarms')} />
          ) : (
            <TableFrame label={t('alarms')}>
              <table className={table['table']}>
                <thead>
                  <tr>
                    <th scope="col">{t('alarm')}</th>
                    <th scope="col">{t('subject')}</th>
                    <th scope="col" className={table['number']}>
                      {t('measured')}
                    </th>
                    <th scope="col" className={table['number']}>
                      {t('limit')}
                    </th>
                    <th scope="col">{t('raised')}</th>
                    <th scope="col">{t('cleared')}</th>
                  </tr>
                </thead>
                <tbody>
                  {nodes.map(({ id, kind, subject, value, threshold, raisedAt, clearedAt }) => (
                    <tr key={id}>
                      <td>{t(`alarmKinds.${kind}`)}</td>
                      <td>{subject}</td>
                      <td className={table['number']}>{number(value, 2)}</td>
                      <td className={table['number']}>{number(threshold, 2)}</td>
                      <td>{moment(raisedAt)}</td>
                      <td>{clearedAt === null ? <Badge tone="bad">{t('open')}</Badge> : moment(clearedAt)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </TableFrame>
          )
        }
      </Answered>
    </Panel>
  )
}
