import { useSession } from '@shared/session/session'
import { signInAsDemo } from '@shared/session/start'
import { classes } from '@shared/ui/classes'
import { useState } from 'react'
import { Button } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useGrantTexts } from './useGrantTexts'
import { usePersonName } from './usePersonName'
import styles from './SignIn.module.css'

/** The demo users with their roles and towns; one click signs in. */
export function DemoUsers() {
  const { t } = useTranslation('sign-in')
  const { demoUsers } = useSession()
  const grantTexts = useGrantTexts()
  const personName = usePersonName()
  const [isSending, setSending] = useState(false)
  const [isRefused, setRefused] = useState(false)
  const signIn = async (id: string) => {
    setSending(true)
    setRefused(!(await signInAsDemo(id).catch(() => false)))
    setSending(false)
  }
  return (
    <>
      {isRefused ? (
        <p className={styles['refused']} role="alert">
          {t('refused')}
        </p>
      ) : null}
      <ul className={styles['users']}>
        {demoUsers.map((user) => (
          <li key={user.id}>
            <Button
              className={classes(styles['user'])}
              isDisabled={isSending}
              onPress={() => void signIn(user.id)}
              data-demo-user={user.id}
            >
              <strong>{personName(user)}</strong>
              {grantTexts(user.grants).map((text) => (
                <span key={text}>{text}</span>
              ))}
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
