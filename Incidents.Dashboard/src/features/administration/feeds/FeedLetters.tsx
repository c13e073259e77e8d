import { useFormat } from '@shared/format/useFormat'
import { useCommand } from '@shared/graphql/useCommand'
import { useEndless } from '@shared/graphql/useEndless'
import { Button } from '@shared/ui/Button'
import { Empty, Failed, Loading } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { lettersQuery, replayLettersMutation, type Feed } from './queries'
import styles from '../Administration.module.css'

interface Props {
  readonly feed: Feed
  readonly mayReplay: boolean
  readonly onReplayed: () => void
  readonly onClose: () => void
}

const first = 50

/** Messages that a receiver did not take in time; sent again, they keep their ids and their order. */
export function FeedLetters({ feed: { id, name }, mayReplay, onReplayed, onClose }: Props) {
  const { t } = useTranslation('administration')
  const { moment, number } = useFormat()
  const variables = useMemo(() => ({ subscriptionId: id, first }), [id])
  const list = useEndless(lettersQuery, variables, (data) => data.feedDeadLetters)
  const replay = useCommand(
    replayLettersMutation,
    ({ replayFeedDeadLetters }) => ({
      result: replayFeedDeadLetters.feedReplay,
      errors: replayFeedDeadLetters.errors,
    }),
    ({ count }) => t('feeds.replayed', { number: number(count) }),
  )
  const label = t('feeds.lettersOf', { name })
  const again = (letters?: string[]) =>
    void replay.run({ input: { id, letters: letters ?? null } }).then(letters === undefined ? onReplayed : list.restart)
  return (
    <section aria-label={label} data-letters>
      <div className={styles['means']}>
        <h3>{label}</h3>
        <div className={styles['commands']}>
          {mayReplay ? (
            <Button isDisabled={replay.isSending || list.rows.length === 0} onPress={() => again()}>
              {t('feeds.replayAll')}
            </Button>
          ) : null}
          <Button quiet onPress={onClose}>
            {t('feeds.close')}
          </Button>
        </div>
      </div>
      {list.error && list.rows.length === 0 ? (
        <Failed error={list.error} retry={list.restart} />
      ) : list.rows.length === 0 ? (
        list.isLoading || list.hasMore ? (
          <Loading />
        ) : (
          <Empty title={t('feeds.noLetters')} />
        )
      ) : (
        <TableFrame label={label}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th scope="col">{t('feeds.thing')}</th>
                <th scope="col">{t('feeds.why')}</th>
                <th scope="col">{t('feeds.queued')}</th>
                <th scope="col">{t('feeds.gaveUp')}</th>
                {mayReplay ? <th scope="col">{t('commands')}</th> : null}
              </tr>
            </thead>
            <tbody>
              {list.rows.map((letter) => (
                <tr key={letter.id}>
                  <td>
                    <code>{letter.thingId}</code>
                    <span className={styles['note']}>{t('feeds.version', { number: number(letter.version) })}</span>
                  </td>
                  <td>
                    <code>{letter.failure}</code>
                    <span className={styles['note']}>{t('feeds.tries', { number: number(letter.tries) })}</span>
                  </td>
                  <td>{moment(letter.queuedAt)}</td>
                  <td>{moment(letter.givenUpAt)}</td>
                  {mayReplay ? (
                    <td>
                      <Button quiet isDisabled={replay.isSending} onPress={() => again([letter.id])}>
                        {t('feeds.replay')}
                      </Button>
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
          {list.hasMore ? (
            <div className={styles['means']}>
              <Button isDisabled={list.isLoading} onPress={list.more}>
                {t('feeds.more')}
              </Button>
            </div>
          ) : null}
        </TableFrame>
      )}
    </section>
  )
}
