import { useFormat } from '@shared/format/useFormat'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useCommand } from '@shared/graphql/useCommand'
import { useMay } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { TextField } from '@shared/ui/Fields'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Secret } from './Secret'
import { createKeyMutation, keysQuery, revokeKeyMutation, rotateKeyMutation, type DeviceKey } from './queries'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import styles from './Administration.module.css'

interface Shown {
  readonly source: string
  readonly authorization: string
}

/** The keys by which senders post reports: makes them, makes their secrets anew, and revokes them. */
export function Keys() {
  const { t } = useTranslation('administration')
  const mayChange = useMay('manage-keys')
  const answer = useAnswer(keysQuery, {})
  const [secret, setSecret] = useState<Shown>()
  const shown = (source: string) => (authorization: string) => {
    setSecret({ source, authorization })
    answer.refresh()
  }
  return (
    <Panel title={t('keys')}>
      <p className={styles['means']}>{t('keysMean')}</p>
      {secret === undefined ? null : <Secret {...secret} onDone={() => setSecret(undefined)} />}
      {mayChange ? <NewKey onMade={(source, authorization) => shown(source)(authorization)} /> : null}
      <Answered answer={partOf(answer, 'deviceKeys')}>
        {(keys) =>
          keys.length === 0 ? (
            <Empty title={t('noKeys')} />
          ) : (
            <TableFrame label={t('keys')}>
              <table className={table['table']}>
                <thead>
                  <tr>
                    <th scope="col">{t('source')}</th>
                    <th scope="col">{t('note')}</th>
                    <th scope="col">{t('made')}</th>
                    <th scope="col">{t('state')}</th>
                    {mayChange ? <th scope="col">{t('commands')}</th> : null}
                  </tr>
                </thead>
                <tbody>
                  {keys.map((key) => (
                    <Row
                      key={key.id}
                      of={key}
                      mayChange={mayChange}
                      onSecret={shown(key.source)}
                      onChanged={answer.refresh}
                    />
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

interface RowProps {
  readonly of: DeviceKey
  readonly mayChange: boolean
  readonly onSecret: (authorization: string) => void
  readonly onChanged: () => void
}

function Row({ of: { id, source, note, createdAt, createdBy, ...key }, mayChange, onSecret, onChanged }: RowProps) {
  const { t } = useTranslation('administration')
  const { moment } = useFormat()
  // The moment in which the page is drawn decides whether a key has expired.
  const [now] = useState(() => Date.now())
  const isOver = key.revokedAt !== null || (key.expiresAt !== null && Date.parse(key.expiresAt) < now)
  const rotate = useCommand(
    rotateKeyMutation,
    ({ rotateDeviceKey }) => ({ result: rotateDeviceKey.issuedKey, errors: rotateDeviceKey.errors }),
    ({ authorization }) => {
      onSecret(authorization)
      return t('keyMade')
    },
  )
  const revoke = useCommand(
    revokeKeyMutation,
    ({ revokeDeviceKey }) => ({ result: revokeDeviceKey.deviceKey, errors: revokeDeviceKey.errors }),
    () => t('keyRevoked'),
  )
  return (
    <tr data-key={source}>
      <td>{source}</td>
      <td>{note}</td>
      <td>
        {moment(createdAt)}
        <span className={styles['note']}>{t('by', { name: createdBy })}</span>
      </td>
      <td>
        <Badge tone={isOver ? 'warn' : 'good'}>
          {key.revokedAt !== null
            ? t('revoked', { moment: moment(key.revokedAt) })
            : key.expiresAt === null
              ? t('valid')
              : isOver
                ? t('expired', { moment: moment(key.expiresAt) })
                : t('expires', { moment: moment(key.expiresAt) })}
        </Badge>
        {key.formerSecretUntil === null || isOver || Date.parse(key.formerSecretUntil) < now ? null : (
          <span className={styles['note']}>{t('former', { moment: moment(key.formerSecretUntil) })}</span>
        )}
      </td>
      {mayChange ? (
        <td>
          {isOver ? null : (
            <div className={styles['commands']}>
              <Button isDisabled={rotate.isSending} onPress={() => void rotate.run({ input: { id } })}>
                {t('rotate')}
              </Button>
              <Button isDisabled={revoke.isSending} onPress={() => void revoke.run({ input: { id } }).then(onChanged)}>
                {t('revoke')}
              </Button>
            </div>
          )}
        </td>
      ) : null}
    </tr>
  )
}

function NewKey({ onMade }: { readonly onMade: (source: string, authorization: string) => void }) {
  const { t } = useTranslation('administration')
  const [source, setSource] = useState<string>()
  const [note, setNote] = useState<string>()
  const create = useCommand(
    createKeyMutation,
    ({ createDeviceKey }) => ({ result: createDeviceKey.issuedKey, errors: createDeviceKey.errors }),
    ({ authorization }) => {
      onMade(source ?? '', authorization)
      setSource(undefined)
      setNote(undefined)
      return t('keyMade')
    },
  )
  return (
    <div className={styles['fields']} role="group" aria-label={t('newKey')}>
      <TextField label={t('source')} most={100} value={source} onChange={setSource} />
      <TextField label={t('note')} most={200} value={note} onChange={setNote} />
      <Button
        isDisabled={create.isSending}
        onPress={() => {
          if (source !== undefined) void create.run({ input: { source, note: note ?? source } })
        }}
      >
        {t('make')}
      </Button>
    </div>
  )
}
