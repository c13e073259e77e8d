import { useFormat } from '@shared/format/useFormat'
import { useEndless } from '@shared/graphql/useEndless'
import { useMay, useMayVariables } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty, Failed, Loading } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useTranslation } from 'react-i18next'
import { quarantineQuery, releaseMutation, type Quarantined } from './queries'
import { useCommand } from '@shared/graphql/useCommand'
import styles from './Commands.module.css'

const identified = (event: Quarantined) => ({ ...event, id: `${event.readModel} ${event.sequence}` })

/** Events that a read model could not apply, and their release after a fix. */
export function Quarantine() {
  const { t } = useTranslation(['ingest', 'shared'])
  const { moment, number } = useFormat()
  const events = useEndless(quarantineQuery, useMayVariables('original'), (data) =>
    data.quarantine ? { ...data.quarantine, nodes: data.quarantine.nodes.map(identified) } : data.quarantine,
  )
  const release = useCommand(
    releaseMutation,
    (data) => ({ result: data.releaseQuarantined.releaseResult, errors: data.releaseQuarantined.errors }),
    ({ released, unreadable }) => t('released', { released: number(released), unreadable: number(unreadable) }),
  )
  const mayReason = useMay('original')
  const mayRelease = useMay('intake-command')
  const models = [...new Set(events.rows.map(({ readModel }) => readModel))]
  return (
    <Panel
      title={t('quarantine')}
      aside={
        <Badge tone={events.rows.length === 0 ? 'good' : 'bad'}>
          {events.hasMore ? t('moreThan', { number: number(events.rows.length) }) : number(events.rows.length)}
        </Badge>
      }
    >
      {events.error ? (
        <Failed error={events.error} retry={events.restart} />
      ) : events.rows.length > 0 ? (
        <>
          <TableFrame label={t('quarantine')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('readModel')}</th>
                  <th scope="col" className={table['number']}>
                    {t('sequence')}
                  </th>
                  <th scope="col">{t('eventType')}</th>
                  <th scope="col">{t('since')}</th>
                  {mayReason ? <th scope="col">{t('shared:technical')}</th> : null}
                </tr>
              </thead>
              <tbody>
                {events.rows.map(({ id, readModel, sequence, type, quarantinedAt, reason }) => (
                  <tr key={id}>
                    <td>{readModel}</td>
                    <td className={table['number']}>{number(sequence)}</td>
                    <td>
                      <code lang="en">{type}</code>
                    </td>
                    <td>{moment(quarantinedAt)}</td>
                    {mayReason ? (
                      <td>
                        <code lang="en">{reason}</code>
                      </td>
                    ) : null}
                  </tr>
                ))}
              </tbody>
            </table>
          </TableFrame>
          <p className={styles['commands']}>
            {(mayRelease ? models : []).map((readModel) => (
              <Button
                key={readModel}
                isDisabled={release.isSending}
                onPress={() => void release.run({ input: { readModel } }).then(events.restart)}
              >
                {t('release', { readModel })}
              </Button>
            ))}
            {events.hasMore ? <Button onPress={events.more}>{t('more')}</Button> : null}
          </p>
        </>
      ) : events.isLoading ? (
        <Loading />
      ) : (
        <Empty title={t('noQuarantine')}>{t('noQuarantineMeans')}</Empty>
      )}
    </Panel>
  )
}
