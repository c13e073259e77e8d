import { useSession } from '@shared/session/session'
import { Button } from '@shared/ui/Button'
import { classes } from '@shared/ui/classes'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import type { QueueName } from './queue'
import { keysOf } from './panel/actions'
import styles from './Live.module.css'

const keys = [
  ['next', 'J', '↓'],
  ['previous', 'K', '↑'],
  ['open', 'Enter'],
  ['queue', '1–4'],
  ['shift', 'S'],
  ['close', 'Esc'],
  ['help', '?'],
] as const

interface Props {
  readonly queue: QueueName
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}

/** What the keys do: those of the board, and those of the queue that is in sight, as far as the reader may use them. */
export function Shortcuts({ queue, isOpen, onOpen }: Props) {
  const { t } = useTranslation('live')
  const { may } = useSession()
  return (
    <ModalOverlay className={classes(styles['overlay'])} isOpen={isOpen} onOpenChange={onOpen} isDismissable>
      <Modal>
        <Dialog className={classes(styles['dialog'])}>
          <Heading slot="title">{t('keys')}</Heading>
          <dl className={styles['keys']}>
            {keys.map(([name, ...names]) => (
              <div key={name}>
                <dt>
                  {names.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{t(`key.${name}`)}</dd>
              </div>
            ))}
          </dl>
          <h3>{t(`queue.${queue}`)}</h3>
          <dl className={styles['keys']}>
            {keysOf(queue, may).map(({ name, letter }) => (
              <div key={name}>
                <dt>
                  <kbd>{letter}</kbd>
                </dt>
                <dd>{t(`action.${name}`)}</dd>
              </div>
            ))}
          </dl>
          <p>{t('keysMean')}</p>
          <Button slot="close">{t('close')}</Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
