import { useFormat } from '@shared/format/useFormat'
import { useCommand } from '@shared/graphql/useCommand'
import { useMay } from '@shared/session/may'
import { AskReason } from '@shared/ui/AskReason'
import { Badge } from '@shared/ui/Badge'
import { useTranslation } from 'react-i18next'
import { liftHoldMutation, type Violation } from './signalQueries'
import styles from './Signals.module.css'

interface Props {
  readonly of: Pick<Violation, 'id' | 'version' | 'hold'>
  readonly onLifted: () => void
}

/** Why a violation waits for a person and is not fined, with what speaks against the capture; who may lifts that. */
export function Hold({ of: { id, version, hold }, onLifted }: Props) {
  const { t } = useTranslation('incidents')
  const { localMoment, number, seconds } = useFormat()
  const mayLift = useMay('review')
  const lift = useCommand(
    liftHoldMutation,
    ({ liftViolationHold }) => ({ result: liftViolationHold.violation, errors: liftViolationHold.errors }),
    () => t('holdLifted'),
  )
  if (hold == null) return null
  const { distanceMetres, seconds: apart, leastKmPerHour, driftKmPerHour } = hold
  const against = [
    distanceMetres == null ? null : t('holdDistance', { kilometres: number(distanceMetres / 1_000, 1) }),
    apart == null ? null : t('holdApart', { time: seconds(apart) }),
    leastKmPerHour == null ? null : t('holdSpeed', { speed: number(leastKmPerHour) }),
    driftKmPerHour == null ? null : t('holdDrift', { speed: number(driftKmPerHour, 1) }),
    hold.note ?? null,
    hold.by ?? null,
  ].filter((part) => part !== null)
  return (
    <div data-hold={hold.reason}>
      <p>
        <Badge tone="warn">{t('held')}</Badge> {t(`holdReasons.${hold.reason}`)} · {localMoment(hold.heldAt)}
      </p>
      {against.length === 0 ? null : <p className={styles['name']}>{against.join(' · ')}</p>}
      {mayLift ? (
        <AskReason
          label={t('liftHold')}
          what={id}
          isSending={lift.isSending}
          onGiven={(reasonCode) => lift.run({ input: { id, reasonCode, expectedVersion: version } }).then(onLifted)}
        />
      ) : null}
    </div>
  )
}
