import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { useTranslation } from 'react-i18next'
import type { StreamState } from './stream'
import type { Sound } from './useSound'
import styles from './Live.module.css'

interface Props {
  readonly stream: StreamState
  /** How many messages were not sent and are read again; null where it is not known how many. */
  readonly missed: number | null
  readonly sound: Sound
  readonly onHelp: () => void
  readonly onShift: () => void
}

/** Whether what is shown is what is: the connection, the sound, and the keys. */
export function Bar({ stream, missed, sound, onHelp, onShift }: Props) {
  const { t } = useTranslation('live')
  const { time, number } = useFormat()
  return (
    <div className={styles['bar']}>
      <span role="status" data-connection={stream.kind}>
        {stream.kind === 'connected' ? (
          <Badge tone="good">✓ {t('connected')}</Badge>
        ) : stream.kind === 'connecting' ? (
          <Badge>… {t('connecting')}</Badge>
        ) : (
          <Badge tone="bad">! {t('reconnecting', { since: time(new Date(stream.since).toISOString()) })}</Badge>
        )}{' '}
        {missed === 0 ? null : (
          <Badge tone="warn">
            ! {missed === null ? t('missedSome') : t('missed', { count: missed, number: number(missed) })}
          </Badge>
        )}
      </span>
      <Button quiet aria-pressed={sound.isOn} onPress={sound.toggle}>
        {sound.isOn ? `♪ ${t('soundOn')}` : t('soundOff')}
      </Button>
      {useMay('operate') ? (
        <Button quiet onPress={onShift}>
          {t('shift')} <kbd>S</kbd>
        </Button>
      ) : null}
      <Button quiet onPress={onHelp}>
        {t('keys')} <kbd>?</kbd>
      </Button>
    </div>
  )
}
