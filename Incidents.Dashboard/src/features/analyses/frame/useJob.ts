import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useMemo, useState } from 'react'
import type { Job } from '../queries'

export interface JobAnswer {
  readonly job?: Job | null
}

export type JobQuery<Data extends JobAnswer> = TypedDocumentNode<Data, { readonly id: string }>

export const isUnfinished = (job: Job | null | undefined) => job?.state === 'QUEUED' || job?.state === 'RUNNING'

/** A job, read again each second until it has ended. Its data are null where it is no longer kept. */
export function useJob<Data extends JobAnswer>(query: JobQuery<Data>, id: string) {
  const [isWatched, setWatched] = useState(false)
  const answer = useAnswer(
    query,
    useMemo(() => ({ id }), [id]),
    isWatched ? { everySeconds: 1 } : {},
  )
  const wanted = isUnfinished(answer.data?.job)
  if (wanted !== isWatched) setWatched(wanted)
  return answer
}
