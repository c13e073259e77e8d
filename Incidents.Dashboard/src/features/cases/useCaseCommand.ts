import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useCommand } from '@shared/graphql/useCommand'
import type { AnyVariables } from 'urql'

interface Payload {
  readonly case?: { readonly id: string } | null
  readonly errors?: readonly { readonly code?: string }[] | null
}

/** Sends a command on a case. Whatever the page shows of cases is read again afterwards. */
export function useCaseCommand<Data extends object, Variables extends AnyVariables>(
  mutation: TypedDocumentNode<Data, Variables>,
  said: string,
  onDone?: (caseId: string) => void,
) {
  return useCommand(
    mutation,
    (data) => {
      // Each document has one field.
      const [payload] = Object.values(data) as readonly Payload[]
      return { result: payload?.case, errors: payload?.errors }
    },
    ({ id }) => {
      onDone?.(id)
      return said
    },
  )
}

/** A key of the page's own for what it adds: the same command sent again adds nothing twice. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
