import { useSession } from '@shared/session/session'
import { resume, signInAddress, signInAsDemo } from '@shared/session/start'
import { Button } from '@shared/ui/Button'
import { classes } from '@shared/ui/classes'
import { useState } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { usePersonName } from './usePersonName'
import styles from './SessionEnded.module.css'

/** A session that ended in the middle of work: signs in again over the page, which loses nothing. */
export default function SessionEnded() {
  const { t } = useTranslation('sign-in')
  const { person, isDemo } = useSession()
  const personName = usePersonName()
  return (
    <ModalOverlay isOpen isDismissable={false} isKeyboardDismissDisabled className={classes(styles['overlay'])}>
      <Modal>
        <Dialog role="alertdialog" className={classes(styles['dialog'])} data-session-ended>
          <Heading slot="title">{t('ended')}</Heading>
          <p>{t('endedMeans')}</p>
          {isDemo && person !== null ? <DemoAgain id={person.id} name={personName(person)} /> : <ProviderAgain />}
          <div className={styles['other']}>
            <p>{t('endedOtherMeans')}</p>
            <Button quiet onPress={() => location.assign('/sign-in')}>
              {t('endedOther')}
            </Button>
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function DemoAgain({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation('sign-in')
  const [state, setState] = useState<'asked' | 'sending' | 'refused'>('asked')
  const signIn = async () => {
    setState('sending')
    if (!(await signInAsDemo(id).catch(() => false))) setState('refused')
  }
  return (
    <>
      {state === 'refused' ? (
        <p className={styles['refused']} role="alert">
          {t('refused')}
        </p>
      ) : null}
      <Button isDisabled={state === 'sending'} onPress={() => void signIn()}>
        {t('signInAs', { name })}
      </Button>
    </>
  )
}

/** The provider's page opens in a window of its own, because this page must stay as it is. */
function ProviderAgain() {
  const { t } = useTranslation('sign-in')
  const [state, setState] = useState<'asked' | 'opened' | 'blocked'>('asked')
  const address = signInAddress('/signed-in')
  return (
    <>
      <Button onPress={() => setState(window.open(address, '_blank') === null ? 'blocked' : 'opened')}>
        {t('signInAgain')}
      </Button>
      {state === 'asked' ? null : (
        <p role="status">
          {state === 'opened' ? (
            t('endedWindow')
          ) : (
            <a href={address} target="_blank" rel="opener">
              {t('endedBlocked')}
            </a>
          )}
        </p>
      )}
      {state === 'asked' ? null : <Button onPress={() => void resume()}>{t('signedInThere')}</Button>}
    </>
  )
}
