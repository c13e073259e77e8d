import type { CombinedError } from '@urql/core'

/** What came of sending a command. */
export interface Answer {
  readonly data?: unknown
  readonly error?: CombinedError | undefined
}

/**
 * What an answer means. `away`: nobody answered, or only something on the way, or the server had no time: sent again. `failed`: the server
 * broke off; whether it did the command is not known, so it is sent again some times. A refusal is an answer.
 */
export type Verdict =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'away' }
  | { readonly kind: 'failed' }

const away: Verdict = { kind: 'away' }
const failed: Verdict = { kind: 'failed' }

// The server could not take it then, and says nothing about the command itself.
const later = new Set([
  'TOO_BUSY',
  'TIME_LIMIT',
  'STORE_AWAY',
  'READ_MODELS_BEHIND',
  'ACCESS_LOG_AWAY',
  'RATE_EXCEEDED',
  'SIGN_IN_NEEDED',
  'TOKEN_INVALID',
  'BUSY',
])

interface Payload {
  readonly errors?: readonly { readonly code?: string }[] | null
}

/** Reads what an answer means for its command. */
export function verdictOf({ data, error }: Answer): Verdict {
  if (error) return verdictOfError(error)
  const payload = Object.entries((data ?? {}) as Record<string, unknown>).find(([name]) => name !== '__typename')?.[1]
  if (typeof payload !== 'object' || payload === null) return failed
  const { errors } = payload as Payload
  return errors == null || errors.length === 0
    ? { kind: 'done' }
    : { kind: 'refused', code: errors[0]?.code ?? 'INTERNAL' }
}

function verdictOfError(error: CombinedError): Verdict {
  const [first] = error.graphQLErrors
  if (first === undefined) return verdictOfStatus((error.response as Response | undefined)?.status)
  const { code } = first.extensions
  if (typeof code !== 'string' || code === 'INTERNAL') return failed
  return later.has(code) ? away : { kind: 'refused', code }
}

// What answers without GraphQL is something on the way, which may answer anything.
function verdictOfStatus(status: number | undefined): Verdict {
  if (status === undefined || status < 400 || [401, 408, 425, 429, 502, 503, 504].includes(status)) return away
  return status < 500 ? { kind: 'refused', code: 'BAD_REQUEST' } : failed
}
