import { Button } from '@shared/ui/Button'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { classes } from '@shared/ui/classes'
import styles from './Live.module.css'

const keys = [
  ['next', 'J', '↓'],
  ['previous', 'K', '↑'],
  ['open', 'Enter'],
  ['take', 'A'],
  ['queue', '1–4'],
  ['close', 'Esc'],
  ['help', '?'],
] as const

interface Props {
  readonly isOpen: boolean
  readonly onOpen: (isOpen: boolean) => void
}

/** What the keys do. */
export function Shortcuts({ isOpen, onOpen }: Props) {
  const { t } = useTranslation('live')
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
          <p>{t('keysMean')}</p>
          <Button slot="close">{t('close')}</Button>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
