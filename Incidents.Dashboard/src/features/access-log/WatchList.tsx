import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useCommand } from '@shared/graphql/useCommand'
import { Button } from '@shared/ui/Button'
import { TextField } from '@shared/ui/Fields'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { beginWatchMutation, endWatchMutation, watchListQuery } from './queries'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import styles from './AccessLog.module.css'

/** Plates and persons whose searches are shown among the unusual ones. The list keeps digests, and does not say of whom. */
export function WatchList({ mayChange }: { readonly mayChange: boolean }) {
  const { t } = useTranslation('access-log')
  const { moment } = useFormat()
  const answer = useAnswer(watchListQuery, {})
  const end = useCommand(
    endWatchMutation,
    ({ endWatch }) => ({ result: endWatch.watch, errors: endWatch.errors }),
    () => t('watchEnded'),
  )
  const [why, setWhy] = useState<string>()
  return (
    <Panel title={t('views.watch')}>
      <div className={styles['entry']}>
        <p>{t('watchMeans')}</p>
        {mayChange ? <NewWatch onDone={answer.refresh} /> : null}
      </div>
      <Answered answer={partOf(answer, 'watchList')}>
        {(list) =>
          list.length === 0 ? (
            <Empty title={t('noWatch')} />
          ) : (
            <>
              <TableFrame label={t('views.watch')}>
                <table className={table['table']}>
                  <thead>
                    <tr>
                      <th scope="col">{t('watchReason')}</th>
                      <th scope="col">{t('who')}</th>
                      <th scope="col">{t('since')}</th>
                      {mayChange ? <th scope="col">{t('endWatch')}</th> : null}
                    </tr>
                  </thead>
                  <tbody>
                    {list.map(({ id, reason, by, at }) => (
                      <tr key={id}>
                        <td>{reason}</td>
                        <td>{by}</td>
                        <td>{moment(at)}</td>
                        {mayChange ? (
                          <td>
                            <Button
                              isDisabled={end.isSending || why === undefined}
                              onPress={() => void end.run({ input: { id, reason: why ?? '' } }).then(answer.refresh)}
                            >
                              {t('endWatch')}
                            </Button>
                          </td>
                        ) : null}
                      </tr>
                    ))}
                  </tbody>
                </table>
              </TableFrame>
              {mayChange ? (
                <div className={styles['filters']}>
                  <TextField label={t('endReason')} most={500} value={why} onChange={setWhy} />
                </div>
              ) : null}
            </>
          )
        }
      </Answered>
    </Panel>
  )
}

function NewWatch({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation('access-log')
  const [subject, setSubject] = useState<string>()
  const [reason, setReason] = useState<string>()
  const begin = useCommand(
    beginWatchMutation,
    ({ beginWatch }) => ({ result: beginWatch.watch, errors: beginWatch.errors }),
    () => t('watchBegun'),
  )
  return (
    <div className={styles['filters']}>
      <TextField label={t('watchSubject')} most={200} value={subject} onChange={setSubject} />
      <TextField label={t('watchReason')} most={500} value={reason} onChange={setReason} />
      <Button
        isDisabled={begin.isSending}
        onPress={() => {
          if (subject === undefined || reason === undefined) return
          void begin.run({ input: { subject, reason } }).then(() => {
            setSubject(undefined)
            setReason(undefined)
            onDone()
          })
        }}
      >
        {t('beginWatch')}
      </Button>
    </div>
  )
}
