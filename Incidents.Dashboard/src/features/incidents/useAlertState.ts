import { useTranslation } from 'react-i18next'

interface Alert {
  readonly dismissedReasonCode?: string | null
  readonly acknowledgedAt?: string | null
  readonly endedAt?: string | null
}

const stateOf = ({ dismissedReasonCode, acknowledgedAt, endedAt }: Alert) =>
  dismissedReasonCode != null
    ? 'dismissed'
    : endedAt != null
      ? 'ended'
      : acknowledgedAt != null
        ? 'acknowledged'
        : 'new'

/** How far an alert has come, in words. */
export function useAlertState() {
  const { t } = useTranslation('incidents')
  return (alert: Alert): string => t(`alertStates.${stateOf(alert)}`)
}
