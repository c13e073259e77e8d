import { useTranslation } from 'react-i18next'
import { Button } from './Button'
import { closeToast, useToasts } from './toasts'
import { classes } from './classes'
import panel from './Panel.module.css'
import styles from './Toast.module.css'

/** What was done last. One of them is in the shell, above every page; `toast(text)` writes to it. */
export function Toasts() {
  const { t } = useTranslation('shared')
  return (
    <div className={styles['toasts']} role="status" aria-label={t('messages')} data-toasts>
      {useToasts().map(({ id, text, tone }) => (
        <div key={id} className={classes(panel['panel'], styles['toast'])} data-tone={tone}>
          <p>{text}</p>
          <Button quiet aria-label={t('close')} onPress={() => closeToast(id)}>
            <span aria-hidden="true">×</span>
          </Button>
        </div>
      ))}
    </div>
  )
}
