import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import type { CaseItemKind } from '@shared/graphql/generated/graphql'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Badge } from '@shared/ui/Badge'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { thingQuery } from '../lookups'

/** An incident, alert, call or violation in a line; its id where the reader sees no more of it. */
export function Thing({ id, kind }: { readonly id: string; readonly kind: CaseItemKind }) {
  const { t } = useTranslation('cases')
  const { categoryName, cityName } = useCatalogue()
  const { occurred } = useFormat()
  const { data } = useAnswer(thingQuery, {
    id,
    isIncident: kind === 'INCIDENT',
    isAlert: kind === 'ALERT',
    isCall: kind === 'SOS_CALL',
    isViolation: kind === 'VIOLATION',
  })
  const signal = data?.alert ?? data?.sosCall ?? data?.violation
  const found = data?.incident ?? signal
  const incident = data?.incident
  const facts = [
    found == null ? null : occurred(found.occurredAt, found.timePrecision),
    incident == null ? null : (incident.place.street ?? cityName(incident.place.city)),
    signal == null ? null : cityName(signal.city),
    signal?.deviceId,
    data?.alert?.plate ?? data?.violation?.plate,
  ].filter((fact) => fact != null)
  const name = found == null ? id : categoryName(found.category)
  return (
    <span data-thing={id}>
      <Badge>{t(`itemKinds.${kind}`)}</Badge>{' '}
      {kind === 'INCIDENT' ? (
        <Link to="/incidents/$id" params={{ id }} search={{}} preload={false}>
          {name}
        </Link>
      ) : (
        <strong>{name}</strong>
      )}
      {facts.length === 0 ? null : ` · ${facts.join(' · ')}`}
    </span>
  )
}
