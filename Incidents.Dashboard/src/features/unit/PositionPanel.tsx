import { useFormat } from '@shared/format/useFormat'
import { Button } from '@shared/ui/Button'
import { useTranslation } from 'react-i18next'
import { usePosition } from './usePosition'
import styles from './Unit.module.css'

interface Props {
  readonly city: string
  readonly isOnDuty: boolean
  readonly reportedAt: string | null
}

/** Whether the phone says where it is: only with its person's consent, and only on duty. */
export function PositionPanel({ city, isOnDuty, reportedAt }: Props) {
  const { t } = useTranslation('unit')
  const { moment } = useFormat()
  const { state, agree, stop } = usePosition(city, isOnDuty)
  return (
    <section className={styles['position']} aria-label={t('position')} data-position={state}>
      <p>{t(`positions.${state}`)}</p>
      {reportedAt === null ? null : <p>{t('reportedAt', { time: moment(reportedAt) })}</p>}
      {state === 'absent' ? null : state === 'asked' ? (
        <Button onPress={agree}>{t('agree')}</Button>
      ) : (
        <Button quiet onPress={stop}>
          {t('stop')}
        </Button>
      )}
    </section>
  )
}
