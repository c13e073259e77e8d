import { Suspense, lazy, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../ui/Button'
import { toast } from '../ui/toasts'
import { useCommands } from './commands'
import styles from './Commands.module.css'

const CommandDrawer = lazy(() => import('./CommandDrawer').then((module) => ({ default: module.CommandDrawer })))

/** Says what waits for the network and what is to be decided, above every page; it goes away by itself. */
export function CommandStrip() {
  const { t } = useTranslation('shared')
  const { waiting, toDecide, ofOthers, expired, unreadable, notKept, sent } = useCommands()
  const [isOpen, setOpen] = useState(false)
  const waited = useRef(0)
  useEffect(() => {
    if (waited.current > 0 && waiting.length === 0 && sent > 0) toast(t('commands.sent', { count: sent }))
    waited.current = waiting.length
  }, [waiting.length, sent, t])
  useEffect(() => {
    if (expired > 0) toast(t('commands.expired', { count: expired }), 'bad')
  }, [expired, t])
  const others = [...ofOthers]
  const isQuiet = waiting.length + toDecide.length + others.length + unreadable === 0
  return (
    <div role="status" aria-live="polite">
      {isQuiet ? null : (
        <p className={styles['strip']} data-commands data-tone={toDecide.length > 0 || notKept ? 'bad' : 'warn'}>
          {waiting.length === 0 ? null : (
            <strong data-waiting={waiting.length}>{t('commands.waiting', { count: waiting.length })}</strong>
          )}
          {toDecide.length === 0 ? null : (
            <strong data-to-decide={toDecide.length}>{t('commands.toDecide', { count: toDecide.length })}</strong>
          )}
          {notKept === null ? null : <span data-not-kept={notKept}>{t(`commands.notKept.${notKept}`)}</span>}
          {others.map(([name, count]) => (
            <span key={name} data-of-other={name}>
              {t('commands.ofOther', { count, name })}
            </span>
          ))}
          {unreadable === 0 ? null : <span data-unreadable>{t('commands.unreadable', { count: unreadable })}</span>}
          <Button quiet onPress={() => setOpen(true)}>
            {t('commands.show')}
          </Button>
        </p>
      )}
      {isOpen ? (
        <Suspense>
          <CommandDrawer onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
