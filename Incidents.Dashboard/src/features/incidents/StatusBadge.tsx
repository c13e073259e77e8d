import type { IncidentStatus } from '@shared/graphql/generated/graphql'
import { Badge } from '@shared/ui/Badge'
import type { Tone } from '@shared/ui/tone'
import { useTranslation } from 'react-i18next'

const tones: Record<IncidentStatus, Tone> = {
  OPEN: 'bad',
  ASSIGNED: 'warn',
  ON_SCENE: 'accent',
  RESOLVED: 'good',
  CLOSED: 'neutral',
  WITHDRAWN: 'neutral',
  MERGED: 'neutral',
  REGISTERED: 'neutral',
}

export function StatusBadge({ status }: { readonly status: IncidentStatus }) {
  const { t } = useTranslation('incidents')
  return <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>
}
