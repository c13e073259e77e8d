import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { codeText, errorText } from '@shared/ui/errorText'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { Raw } from './Raw'
import { replayMutation } from './queries'
import type { ReplayReadMutation } from '@shared/graphql/generated/graphql'
import styles from './AccessLog.module.css'

type Replay = NonNullable<ReplayReadMutation['replayRead']['replay']>

/** "What did they see?": asks the read again at its position, and says whether the answer is the one that was given. */
export function Replayed({ id }: { readonly id: string }) {
  const { t } = useTranslation('access-log')
  const { t: shared } = useTranslation('shared')
  const { percent } = useFormat()
  const client = useClient()
  const [replay, setReplay] = useState<Replay>()
  const [trouble, setTrouble] = useState<string>()
  const [isRunning, setRunning] = useState(false)
  const run = async () => {
    setRunning(true)
    setTrouble(undefined)
    for (;;) {
      // The same mutation again waits for the same replay.
      const { data, error } = await client.mutation(replayMutation, { input: { id } }).toPromise()
      const found = data?.replayRead.replay
      if (found == null) {
        setTrouble(
          error ? errorText(shared, error).text : codeText(shared, data?.replayRead.errors?.[0]?.code ?? 'INTERNAL'),
        )
        break
      }
      setReplay(found)
      if (found.state === 'DONE') break
    }
    setRunning(false)
  }
  return (
    <section className={styles['replay']} aria-label={t('replay')}>
      <Button isDisabled={isRunning} onPress={() => void run()}>
        {t('replay')}
      </Button>
      <p>{t('replayMeans')}</p>
      {trouble === undefined ? null : <p role="alert">{trouble}</p>}
      {replay === undefined ? null : replay.state === 'RUNNING' ? (
        <p role="status">{t('replayRunning', { share: percent(replay.progress) })}</p>
      ) : (
        <div data-replay={replay.isSame === true ? 'same' : 'other'}>
          <p role="status">
            <Badge tone={replay.isSame === true ? 'good' : 'warn'}>
              {replay.isSame === true ? t('same') : t('other')}
            </Badge>{' '}
            {replay.difference === null ? null : t(`difference.${replay.difference}`)}
          </p>
          {replay.leftOut.length === 0 ? null : <p>{t('leftOut', { names: replay.leftOut.join(', ') })}</p>}
          {replay.answer === null ? null : <Raw name={t('answerThen')} text={readable(replay.answer)} isOpen />}
        </div>
      )}
    </section>
  )
}

function readable(answer: string) {
  try {
    return JSON.stringify(JSON.parse(answer), null, 2)
  } catch {
    return answer
  }
}
