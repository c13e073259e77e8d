import { graphql } from '@shared/graphql/generated'
import type { IncidentChangedSubscription } from '@shared/graphql/generated/graphql'
import { print } from 'graphql'
import { useEffect } from 'react'
import { keepStream, type Transport } from '../stream'

const incidentSubscription = graphql(`
  subscription IncidentChanged($id: UUID!) {
    incidentChanged(id: $id) {
      position
    }
  }
`)

/** Calls back when an incident, its signals or what is part of it has changed, by whomever, and when the connection is back. */
export function useIncidentChanges(transport: Transport, id: string, onChanged: () => void) {
  useEffect(
    () =>
      keepStream<IncidentChangedSubscription>({
        transport,
        request: () => ({ query: print(incidentSubscription), variables: { id } }),
        onData: ({ incidentChanged }) => {
          if (incidentChanged != null) onChanged()
        },
        onState: () => undefined,
        onRecovered: onChanged,
      }),
    [transport, id, onChanged],
  )
}
