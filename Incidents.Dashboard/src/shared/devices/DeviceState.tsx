import { useTranslation } from 'react-i18next'
import { signs, toneOf } from './health'
import { useFormat } from '../format/useFormat'
import type { DeviceFault, DeviceHealthStatus } from '../graphql/generated/graphql'
import { Badge } from '../ui/Badge'
import { NoData } from '../ui/NoData'
import styles from './DeviceState.module.css'

interface Health {
  readonly status: DeviceHealthStatus
  /** Missing for who may not see when single devices reported. */
  readonly since?: string | null | undefined
  readonly faults: readonly DeviceFault[]
  readonly isTownSilent: boolean
}

/** Whether a device works, why not, and since when. */
export function DeviceHealth({ health: { status, since, faults, isTownSilent } }: { readonly health: Health }) {
  const { t } = useTranslation('shared')
  const { localMoment } = useFormat()
  const why = [
    ...(isTownSilent ? [t('devices.townSilent')] : []),
    ...faults.map((fault) => t(`devices.faults.${fault}`)),
  ]
  return (
    <>
      <Badge tone={toneOf(status)}>
        <span aria-hidden="true">{signs[status]}</span> {t(`devices.healths.${status}`)}
      </Badge>
      {why.length === 0 ? null : <span className={styles['line']}>{why.join(', ')}</span>}
      {since == null || status === 'HEALTHY' ? null : (
        <span className={styles['line']}>{t('devices.since', { moment: localMoment(since) })}</span>
      )}
    </>
  )
}

interface Clock {
  readonly offsetSeconds: number
  readonly uncertaintySeconds: number
}

/** By how much a clock is off, where its error is larger than what is not known of it. */
export function DeviceClock({ clock }: { readonly clock: Clock | null | undefined }) {
  const { t } = useTranslation('shared')
  const { number } = useFormat()
  if (clock == null) return <NoData />
  const { offsetSeconds: offset, uncertaintySeconds: uncertainty } = clock
  const off = t('devices.seconds', { number: number(Math.abs(offset), 1), uncertainty: number(uncertainty, 1) })
  const isRight = Math.abs(offset) <= uncertainty
  return (
    <>
      {isRight ? t('devices.clockRight') : offset > 0 ? t('devices.clockAhead') : t('devices.clockBehind')}
      <span className={styles['line']}>{off}</span>
    </>
  )
}
