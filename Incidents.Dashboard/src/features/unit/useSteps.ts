import { isWaiting } from '@shared/commands/commandExchange'
import { useCommands } from '@shared/commands/commands'
import { codeText, errorText } from '@shared/ui/errorText'
import { toast } from '@shared/ui/toasts'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useClient } from 'urql'
import { mutations, type MyUnit } from './queries'
import { nowOf, type Now, type Said, type Step } from './steps'

/** So long the answers of the server may be older than what was just done. */
const settledMilliseconds = 5_000

interface Payload {
  readonly errors?: readonly { readonly code?: string }[] | null
}

/** What a unit does now, and what it says next. */
export function useSteps(unit: MyUnit): {
  readonly now: Now
  readonly isSending: boolean
  readonly take: (step: Step) => void
} {
  const { t } = useTranslation('shared')
  const client = useClient()
  const [isSending, setSending] = useState(false)
  const [done, setDone] = useState<readonly Said[]>([])
  const { waiting } = useCommands()
  const now = useMemo(() => {
    const waits = waiting.flatMap(({ field, input }): Said[] =>
      field in mutations ? [{ field, incident: typeof input['id'] === 'string' ? input['id'] : null }] : [],
    )
    return nowOf(unit, [...done, ...waits])
  }, [unit, done, waiting])

  const send = useCallback(
    async (step: Step, incident: string | null) => {
      setSending(true)
      const { data, error } = await client
        .mutation<object>(mutations[step], incident === null ? { city: unit.city } : { id: incident })
        .toPromise()
      setSending(false)
      if (error) {
        // What waits is in the state at once, and the strip of the shell says that it waits.
        if (!isWaiting(error)) toast(errorText(t, error).text, 'bad')
        return
      }
      const [payload] = Object.values(data ?? {}) as readonly Payload[]
      const code = payload?.errors?.[0]?.code
      if (code !== undefined) {
        toast(codeText(t, code), 'bad')
        return
      }
      const said: Said = { field: step, incident }
      setDone((before) => [...before, said])
      setTimeout(() => setDone((before) => before.filter((one) => one !== said)), settledMilliseconds)
    },
    [client, unit.city, t],
  )

  const take = (step: Step) => {
    const isOfDuty = step === 'beginUnitDuty' || step === 'endUnitDuty'
    if (!isSending) void send(step, isOfDuty ? null : now.incident)
  }
  return { now, isSending, take }
}
