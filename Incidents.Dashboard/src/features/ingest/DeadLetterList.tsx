import { useFormat } from '@shared/format/useFormat'
import { useEndless } from '@shared/graphql/useEndless'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { Panel } from '@shared/ui/Panel'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { deadLettersQuery, type DeadLetter } from './queries'
import { useReason } from './useReason'
import './ingest.css'

interface Props {
  readonly code: string | undefined
  /** How many wait: when that changes, the list is read anew. */
  readonly waiting: number
}

/** What could not be taken, as it came, and why. */
export function DeadLetterList({ code, waiting }: Props) {
  const { t } = useTranslation('ingest')
  const variables = useMemo(() => ({ code: code ?? null }), [code])
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
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t('lastReceived')}</th>
                <th scope="col">{t('source')}</th>
                <th scope="col">{t('why')}</th>
                <th scope="col" className="number">
                  {t('times')}
                </th>
                <th scope="col">{t('received')}</th>
              </tr>
            </thead>
            <tbody>
              {letters.rows.map((letter) => (
                <DeadLetterRow key={letter.id} letter={letter} />
              ))}
            </tbody>
          </table>
          {letters.hasMore ? (
            <p className="more">
              <Button onPress={letters.more}>{t('more')}</Button>
            </p>
          ) : null}
        </div>
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

function DeadLetterRow({ letter }: { readonly letter: DeadLetter }) {
  const { t } = useTranslation('ingest')
  const reason = useReason()
  const { moment, number } = useFormat()
  return (
    <tr>
      <td className="when">{moment(letter.lastReceivedAt)}</td>
      <td>{letter.source}</td>
      <td>
        <strong>{reason(letter.code)}</strong>
        {letter.field == null ? null : (
          <>
            {' '}
            <code>{letter.field}</code>
          </>
        )}
        <p className="message" lang="en">
          {letter.message}
        </p>
      </td>
      <td className="number">{number(letter.times)}</td>
      <td>
        <details>
          <summary>{t('bytes', { count: letter.length, number: number(letter.length) })}</summary>
          {/* Long bytes scroll, and what scrolls must be within reach of the keyboard. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className="raw" tabIndex={0}>
            {letter.text ?? letter.base64}
          </pre>
          {letter.isCut ? <p>{t('cut')}</p> : null}
        </details>
      </td>
    </tr>
  )
}
