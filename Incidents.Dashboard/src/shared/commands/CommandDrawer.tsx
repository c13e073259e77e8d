import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../format/useFormat'
import { Badge } from '../ui/Badge'
import { Button } from '../ui/Button'
import { classes } from '../ui/classes'
import { commands, useCommands } from './commands'
import { Decision } from './Decision'
import { useCommandText } from './useCommandText'
import type { CommandRow } from './commandRow'
import styles from './Commands.module.css'

/** Every command that waits: what was pressed and when, and what became of it. */
export function CommandDrawer({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('shared')
  const { waiting, toDecide, unreadable } = useCommands()
  const rows = [...toDecide, ...waiting].toSorted((one, other) => one.seq - other.seq)
  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      className={classes(styles['overlay'])}
    >
      <Modal className={classes(styles['drawer'])}>
        <Dialog className={classes(styles['dialog'])}>
          <div className={styles['head']}>
            <Heading slot="title">{t('commands.title')}</Heading>
            <Button quiet onPress={onClose}>
              {t('close')}
            </Button>
          </div>
          <p>{t('commands.means')}</p>
          {rows.length === 0 ? <p>{t('commands.none')}</p> : null}
          <ol className={styles['rows']}>
            {rows.map((row) => (
              <li key={row.seq} data-command={row.id} data-state={row.state}>
                <Row row={row} />
              </li>
            ))}
          </ol>
          {unreadable === 0 ? null : (
            <div className={styles['row']}>
              <p>{t('commands.unreadableMeans', { count: unreadable })}</p>
              <Button onPress={() => void commands.discardUnreadable()}>{t('commands.discard')}</Button>
            </div>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function Row({ row }: { readonly row: CommandRow }) {
  const { t } = useTranslation('shared')
  const { moment } = useFormat()
  const text = useCommandText()
  return (
    <div className={styles['row']}>
      <p>
        <strong>{text(row)}</strong>
        <Badge tone={row.state === 'decide' ? 'bad' : 'warn'}>{t(`commands.state.${row.state}`)}</Badge>
      </p>
      <p>{t('commands.pressed', { time: moment(row.pressedAt) })}</p>
      {row.state === 'decide' ? <Decision row={row} /> : null}
    </div>
  )
}
