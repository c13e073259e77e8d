import { useSession } from '@shared/session/session'
import { Button } from '@shared/ui/Button'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { shareCaseMutation, unshareCaseMutation } from './caseCommands'
import { LineField } from '@shared/ui/LineField'
import type { Shown } from './shown'
import { useCaseCommand } from './useCaseCommand'
import styles from './Cases.module.css'

/** The colleagues who see a case, and who may be added by their lasting id. */
export function Sharing({ of: { file }, mayCommand }: { readonly of: Shown; readonly mayCommand: boolean }) {
  const { t } = useTranslation('cases')
  const { person } = useSession()
  const [isOpen, setOpen] = useState(false)
  const unshare = useCaseCommand(unshareCaseMutation, t('unshared'))
  return (
    <>
      {file.sharedWith.length === 0 ? (
        t('nobody')
      ) : (
        <ul className={styles['plain']} aria-label={t('sharedWith')}>
          {file.sharedWith.map(({ callerId, name }) => (
            <li key={callerId}>
              {name}{' '}
              {mayCommand && callerId !== person?.id ? (
                <Button
                  quiet
                  aria-label={t('unshareWith', { name })}
                  isDisabled={unshare.isSending}
                  onPress={() => void unshare.run({ input: { id: file.id, callerId } })}
                >
                  {t('unshare')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {!mayCommand ? null : isOpen ? (
        <Share id={file.id} onDone={() => setOpen(false)} />
      ) : (
        <Button quiet onPress={() => setOpen(true)}>
          {t('share')}
        </Button>
      )}
    </>
  )
}

function Share({ id, onDone }: { readonly id: string; readonly onDone: () => void }) {
  const { t } = useTranslation('cases')
  const { person } = useSession()
  const [callerId, setCaller] = useState('')
  const [name, setName] = useState('')
  const share = useCaseCommand(shareCaseMutation, t('shared'), onDone)
  const isWhole = callerId.trim() !== '' && name.trim() !== ''
  return (
    <form
      className={styles['ask']}
      aria-label={t('share')}
      data-screen-only
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) void share.run({ input: { id, callerId: callerId.trim(), name: name.trim() } })
      }}
    >
      <LineField label={t('callerId')} most={200} value={callerId} onChange={setCaller} />
      <LineField label={t('personName')} most={200} value={name} onChange={setName} />
      <Button type="submit" isDisabled={!isWhole || share.isSending}>
        {t('share')}
      </Button>
      <Button quiet onPress={onDone}>
        {t('cancel')}
      </Button>
      <p className={styles['hint']}>{t('ownCallerId', { id: person?.id ?? '' })}</p>
    </form>
  )
}
