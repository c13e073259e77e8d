import { useFormat } from '@shared/format/useFormat'
import type { ErrorCode } from '@shared/graphql/generated/graphql'
import { useEndless } from '@shared/graphql/useEndless'
import { useMay, useMayVariables } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { deadLettersQuery, type DeadLetter } from './queries'
import { Replay } from './Replay'
import { useReason } from './useReason'
import commands from './Commands.module.css'
import styles from './DeadLetterList.module.css'

interface Props {
  readonly code: ErrorCode | undefined
  /** How many wait: when that changes, the list is read anew. */
  readonly waiting: number
}

/** What could not be taken, as it came, and why. */
export function DeadLetterList({ code, waiting }: Props) {
  const { t } = useTranslation('ingest')
  const may = useMayVariables('original')
  const mayReplay = useMay('intake-command')
  const variables = useMemo(() => ({ code: code ?? null, ...may }), [code, may])
  const letters = useEndless(deadLettersQuery, variables, (data) => data.deadLetters)
  const seen = useRef(waiting)
  const { restart } = letters
  useEffect(() => {
    if (seen.current !== waiting) restart()
    seen.current = waiting
  }, [waiting, restart])
  return (
    <Panel title={t('deadLetters')} aside={<DeadLetterCount waiting={waiting} />}>
      {letters.error ? (
        <Failed error={letters.error} retry={letters.restart} />
      ) : letters.rows.length > 0 ? (
        <>
          <ul className={styles['letters']}>
            {letters.rows.map((letter) => (
              <Letter key={letter.id} letter={letter} onReplayed={letters.restart} />
            ))}
          </ul>
          <p className={commands['commands']}>
            {letters.hasMore ? <Button onPress={letters.more}>{t('more')}</Button> : null}
            {code === undefined || !mayReplay ? null : (
              <Replay of={{ code }} name={t('replayAll')} onDone={letters.restart} />
            )}
          </p>
        </>
      ) : letters.isLoading ? (
        <Loading />
      ) : (
        <Empty title={t('noDeadLetters')}>{t('noDeadLettersMeans')}</Empty>
      )}
    </Panel>
  )
}

function DeadLetterCount({ waiting }: { readonly waiting: number }) {
  const { t } = useTranslation('ingest')
  const { number } = useFormat()
  return <Badge tone={waiting === 0 ? 'good' : 'warn'}>{t('wait', { count: waiting, number: number(waiting) })}</Badge>
}

interface LetterProps {
  readonly letter: DeadLetter
  readonly onReplayed: () => void
}

function Letter({ letter, onReplayed }: LetterProps) {
  const { t } = useTranslation(['ingest', 'shared'])
  const reason = useReason()
  const mayReplay = useMay('intake-command')
  const { moment, number } = useFormat()
  return (
    <li>
      <div>
        <strong>{reason(letter.code)}</strong> {letter.field == null ? null : <code>{letter.field}</code>}
      </div>
      <dl className={styles['facts']}>
        <div>
          <dt>{t('lastReceived')}</dt>
          <dd>{moment(letter.lastReceivedAt)}</dd>
        </div>
        <div>
          <dt>{t('source')}</dt>
          <dd>{letter.source}</dd>
        </div>
        <div>
          <dt>{t('times')}</dt>
          <dd>{number(letter.times)}</dd>
        </div>
      </dl>
      <details>
        <summary>
          {t('received')}: {t('bytes', { count: letter.lengthBytes, number: number(letter.lengthBytes) })}
        </summary>
        {letter.text === undefined ? null : (
          // Long bytes scroll, and what scrolls must be within reach of the keyboard.
          // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          <pre className={styles['raw']} tabIndex={0}>
            {letter.text ?? letter.base64}
          </pre>
        )}
        {letter.isCut && letter.text !== undefined ? <p>{t('cut')}</p> : null}
        <p className={styles['message']}>
          {t('shared:technical')}: <code lang="en">{letter.message}</code>
        </p>
        {mayReplay ? (
          <p>
            <Replay of={{ ids: [letter.id] }} name={t('replay')} onDone={onReplayed} />
          </p>
        ) : null}
      </details>
    </li>
  )
}
