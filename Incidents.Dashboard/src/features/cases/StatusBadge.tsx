import type { CaseStatus } from '@shared/graphql/generated/graphql'
import { Badge } from '@shared/ui/Badge'
import type { Tone } from '@shared/ui/tone'
import { useTranslation } from 'react-i18next'

const tones: Record<CaseStatus, Tone> = { OPEN: 'accent', CLOSED: 'neutral', MERGED: 'neutral', DISSOLVED: 'neutral' }

export function StatusBadge({ status }: { readonly status: CaseStatus }) {
  const { t } = useTranslation('cases')
  return <Badge tone={tones[status]}>{t(`statuses.${status}`)}</Badge>
}
