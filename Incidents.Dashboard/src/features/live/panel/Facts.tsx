import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Facts as KnownFacts } from './facts'
import live from '../Live.module.css'

interface Props {
  readonly facts: KnownFacts
  readonly children?: ReactNode
}

/** What is known of a thing, as names and values. */
export function Facts({ facts, children }: Props) {
  const { t } = useTranslation('live')
  const { occurred } = useFormat()
  return (
    <dl className={live['facts']}>
      <Fact name={t('occurred')}>{occurred(facts.occurredAt, facts.timePrecision)}</Fact>
      {facts.deviceId === null ? null : (
        <Fact name={t('device')}>
          <Device id={facts.deviceId} city={facts.city} />
        </Fact>
      )}
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Device({ id, city }: { readonly id: string; readonly city: string }) {
  return useMay('device') ? (
    <Link to="/devices/$id" params={{ id }} search={{ city }} preload={false}>
      {id}
    </Link>
  ) : (
    id
  )
}
