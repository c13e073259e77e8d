import { codeText, errorText } from '@shared/ui/errorText'
import { toast } from '@shared/ui/toasts'
import { useMay } from '@shared/session/may'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient, type CombinedError } from 'urql'
import { acknowledgeMutation, answerMutation, dismissMutation, reviewMutation } from './queries'
import type { QueueItem } from './queue'

interface Payload {
  readonly position?: number | null
  readonly errors?: readonly { readonly code?: string }[] | null
}

interface Sent {
  readonly data?: object | null | undefined
  readonly error?: CombinedError | undefined
}

export interface Actions {
  readonly isSending: boolean
  /** Whether the reader may do what a queue is for. */
  readonly mayTake: (item: QueueItem) => boolean
  /** Acknowledges an alert, answers a call, or says that a violation was looked at. */
  readonly take: (item: QueueItem) => void
  readonly dismiss: (item: QueueItem, reasonCode: string) => void
}

/** What an operator does with the things of the queues; what was done leaves its queue at once. */
export function useActions(takeOut: (item: QueueItem, position: number) => void): Actions {
  const { t } = useTranslation(['live', 'shared'])
  const client = useClient()
  const [sending, setSending] = useState(0)
  const underWay = useRef(new Set<string>())
  const [mayOperate, mayReview] = [useMay('operate'), useMay('review')]

  const send = useCallback(
    async (item: QueueItem, command: () => Promise<Sent>, said: string) => {
      // A second press comes before the first is answered.
      if (underWay.current.has(item.id)) return
      underWay.current.add(item.id)
      setSending((count) => count + 1)
      const { data, error } = await command()
      underWay.current.delete(item.id)
      setSending((count) => count - 1)
      if (error) {
        toast(errorText(t, error).text, 'bad')
        return
      }
      // Each document has one field.
      const [payload] = Object.values(data ?? {}) as readonly Payload[]
      if (payload?.position == null) {
        toast(codeText(t, payload?.errors?.[0]?.code ?? 'INTERNAL'), 'bad')
        return
      }
      takeOut(item, payload.position)
      toast(said)
    },
    [t, takeOut],
  )

  return useMemo(() => {
    const mayTake = ({ queue }: QueueItem) => (queue === 'violations' ? mayReview : queue !== 'incidents' && mayOperate)
    return {
      isSending: sending > 0,
      mayTake,
      take: (item) => {
        if (!mayTake(item)) return
        const { id } = item
        if (item.queue === 'alerts')
          void send(item, () => client.mutation(acknowledgeMutation, { id }).toPromise(), t('live:acknowledged'))
        else if (item.queue === 'calls')
          void send(item, () => client.mutation(answerMutation, { id }).toPromise(), t('live:answered'))
        else void send(item, () => client.mutation(reviewMutation, { id }).toPromise(), t('live:reviewed'))
      },
      dismiss: (item, reasonCode) =>
        void send(
          item,
          () => client.mutation(dismissMutation, { id: item.id, reasonCode }).toPromise(),
          t('live:dismissed'),
        ),
    }
  }, [client, send, sending, mayOperate, mayReview, t])
}
