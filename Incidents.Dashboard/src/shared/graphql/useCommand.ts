import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { isWaiting } from '../commands/commandExchange'
import { codeText, errorText } from '../ui/errorText'
import { toast } from '../ui/toasts'
import { useTranslation } from 'react-i18next'
import { useMutation, type AnyVariables } from 'urql'

interface Outcome<Result> {
  readonly result: Result | null | undefined
  readonly errors: readonly { readonly code?: string }[] | null | undefined
}

/** Sends a command, and says in a message what came of it. */
export function useCommand<Data, Variables extends AnyVariables, Result>(
  mutation: TypedDocumentNode<Data, Variables>,
  outcomeOf: (data: Data) => Outcome<Result>,
  said: (result: Result) => string,
) {
  const { t } = useTranslation('shared')
  const [{ fetching }, send] = useMutation(mutation)
  const run = async (variables: Variables) => {
    const { data, error } = await send(variables)
    if (error) {
      toast(errorText(t, error).text, isWaiting(error) ? 'good' : 'bad')
      return
    }
    const outcome = data === undefined ? undefined : outcomeOf(data)
    if (outcome?.result) toast(said(outcome.result))
    else toast(codeText(t, outcome?.errors?.[0]?.code ?? 'INTERNAL_ERROR'), 'bad')
  }
  return { run, isSending: fetching }
}
