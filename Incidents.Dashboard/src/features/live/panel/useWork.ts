import { isWaiting } from '@shared/commands/commandExchange'
import { useSession } from '@shared/session/session'
import { codeText, errorText } from '@shared/ui/errorText'
import { toast } from '@shared/ui/toasts'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import type { QueueName } from '../queue'
import type { Who } from './actions'
import { commandOf, isLeaving, type Command, type FormName, type Values } from './commands'
import type { Facts } from './facts'

/** What came of a command: of one that waits for the network nothing is known yet. */
interface Payload {
  readonly isWaiting?: boolean
  readonly position?: number | null
  readonly errors?: readonly { readonly code?: string }[] | null
  readonly incident?: { readonly id: string } | null
}

export interface Work {
  readonly who: Who
  readonly isSending: boolean
  /**
   * Does an action; the result is true once it is done, or kept until the network is back. Of something that is under way already nothing
   * is sent.
   */
  readonly run: (name: FormName, facts: Facts, values?: Values, subject?: string) => Promise<boolean>
  /** Sends a command, and says what came of it. While one is under way, nothing of the same name is sent. */
  readonly send: (name: string, command: Command, said: string) => Promise<Payload | undefined>
}

interface Options {
  /** Takes something out of its queue at once; the stream says the same a moment later. */
  readonly takeOut: (item: { readonly queue: QueueName; readonly id: string }, position: number) => void
  /** An incident was opened, or something was linked to it: it is what is worked on now. */
  readonly onIncident: (id: string) => void
}

/** Sends what is done on the page. */
export function useWork({ takeOut, onIncident }: Options): Work {
  const { t } = useTranslation('live')
  const { t: shared } = useTranslation('shared')
  const client = useClient()
  const { person, may } = useSession()
  const [sending, setSending] = useState(0)
  const underWay = useRef(new Set<string>())

  const send = useCallback(
    async (name: string, command: Command, said: string) => {
      // A second press of the same comes before the first is answered; what else is done to the same thing is sent after it.
      if (underWay.current.has(name)) return undefined
      underWay.current.add(name)
      setSending((count) => count + 1)
      const { data, error } = await command(client)
      underWay.current.delete(name)
      setSending((count) => count - 1)
      if (error) {
        const waits = isWaiting(error)
        toast(errorText(shared, error).text, waits ? 'good' : 'bad')
        return waits ? { isWaiting: true } : undefined
      }
      // Each document has one field.
      const [payload] = Object.values(data ?? {}) as readonly Payload[]
      if (payload?.position == null) {
        toast(codeText(shared, payload?.errors?.[0]?.code ?? 'INTERNAL'), 'bad')
        return undefined
      }
      toast(said)
      return payload
    },
    [client, shared],
  )

  const run = useCallback(
    async (name: FormName, facts: Facts, values?: Values, subject?: string) => {
      const command = commandOf(name, facts, values, subject)
      if (command === undefined) return false
      const payload = await send([name, facts.id, subject ?? ''].join(' '), command, t(`done.${name}`))
      if (payload?.isWaiting === true) return true
      if (payload?.position == null) return false
      if (isLeaving(name)) takeOut(facts, payload.position)
      const opened = name === 'openIncident' || name === 'linkIncident' ? payload.incident?.id : undefined
      if (opened !== undefined) onIncident(opened)
      return true
    },
    [send, t, takeOut, onIncident],
  )

  const name = person?.name ?? ''
  return useMemo(() => ({ who: { name, may }, isSending: sending > 0, run, send }), [name, may, sending, run, send])
}
