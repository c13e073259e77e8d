import { CombinedError } from '@urql/core'
import type { Answer } from './useAnswer'

/**
 * One root field of an answer: its data, or the error in its place.
 *
 * A refused field is null while the other fields of the same request have their data.
 */
export function partOf<Data extends object, Field extends keyof Data & string>(
  answer: Answer<Data>,
  field: Field,
): Answer<NonNullable<Data[Field]>> {
  const data = answer.data?.[field] ?? undefined
  return { ...answer, data, error: data === undefined ? errorOf(answer.error, field) : undefined }
}

/** The errors of a field, and those that name none because they concern the whole request. */
function errorOf(error: CombinedError | undefined, field: string): CombinedError | undefined {
  if (error === undefined || error.networkError) return error
  const graphQLErrors = error.graphQLErrors.filter(({ path }) => path === undefined || path[0] === field)
  return graphQLErrors.length === 0 ? undefined : new CombinedError({ graphQLErrors })
}

/** Data of which no root field is null. */
export type Whole<Data> = { readonly [Field in keyof Data]: NonNullable<Data[Field]> }

/** Data that are of use only together; undefined where a field was refused. */
export function wholeOf<Data extends object>(data: Data | undefined): Whole<Data> | undefined {
  return data === undefined || Object.values(data).some((field) => field === null) ? undefined : (data as Whole<Data>)
}
