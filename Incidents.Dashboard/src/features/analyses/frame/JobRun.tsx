import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { Button } from '@shared/ui/Button'
import { useMay } from '@shared/session/may'
import { Notice } from '@shared/ui/Notice'
import { Refused } from '@shared/ui/states'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import type { Job } from '../queries'
import { JobState } from './JobState'
import { RecentJobs } from './RecentJobs'
import { useRefusal } from './useRefusal'
import type { Settings } from './settings'
import { specOf } from './specs'
import type { JobAnswer, JobQuery } from './useJob'
import styles from './JobRun.module.css'

interface StartAnswer {
  readonly started: {
    readonly analysisJob: Job | null
    readonly errors: readonly { readonly code: string; readonly field?: string | null }[] | null
  } | null
}

interface Props<Data extends JobAnswer, Input> {
  readonly settings: Settings
  readonly start: TypedDocumentNode<StartAnswer, { readonly input: Input }>
  readonly input: Input
  readonly query: JobQuery<Data>
  /** Writes the job into the link, with the days that it is of. */
  readonly onJob: (id: string) => void
  /** The result of a job that is done; null where the job is of another analysis. */
  readonly children: (data: Data, job: Job) => ReactNode
}

/** Starts a long analysis, follows it, and shows its result. */
export function JobRun<Data extends JobAnswer, Input>({
  settings,
  start,
  input,
  query,
  onJob,
  children,
}: Props<Data, Input>) {
  const { t } = useTranslation('analyses')
  const [{ fetching, error }, run] = useMutation(start)
  const [refusals, setRefusals] = useState<readonly { readonly code: string; readonly field?: string | null }[]>([])
  const refusal = useRefusal()
  const { job: id } = settings.search
  const mayStart = useMay('run-analysis')
  const kind = specOf(settings.analysis).kind

  const begin = () => {
    setRefusals([])
    void run({ input }).then(({ data }) => {
      const job = data?.started?.analysisJob
      if (job) onJob(job.id)
      else setRefusals(data?.started?.errors ?? [])
    })
  }

  return (
    <>
      {mayStart ? (
        <div className={styles['start']}>
          <Button onPress={begin} isDisabled={fetching} data-start>
            {fetching ? t('starting') : t('start')}
          </Button>
          <p>{t('startMeans')}</p>
        </div>
      ) : null}
      {error === undefined ? null : <Refused error={error} />}
      {refusals.length === 0 ? null : (
        <Notice tone="bad">
          {refusals.map(({ code, field }) => (
            <p key={`${code} ${field ?? ''}`} data-refusal={code}>
              {refusal(code)} {field == null ? null : <span>{t('refusedField', { field })}</span>} <code>{code}</code>
            </p>
          ))}
        </Notice>
      )}
      {id === undefined ? null : (
        <JobState key={id} id={id} kind={kind} query={query} onAgain={begin}>
          {children}
        </JobState>
      )}
      {kind === undefined ? null : <RecentJobs kind={kind} search={settings.search} />}
    </>
  )
}
