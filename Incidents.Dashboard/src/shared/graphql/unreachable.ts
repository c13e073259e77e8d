import type { CombinedError } from '@urql/core'

/** Whether nobody answered, or only something on the way: worth asking again. An answer that refuses is none of these. */
export const isUnreachable = (error: CombinedError) =>
  error.networkError !== undefined && error.graphQLErrors.length === 0
