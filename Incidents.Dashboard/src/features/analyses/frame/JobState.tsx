import { useFormat } from '@shared/format/useFormat'
import type { AnalysisKind } from '@shared/graphql/generated/graphql'
import { Button } from '@shared/ui/Button'
import { useMay } from '@shared/session/may'
import { Notice } from '@shared/ui/Notice'
import { Failed, Loading } from '@shared/ui/states'
import { useId, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMutation } from 'urql'
import { cancelMutation, type Job } from '../queries'
import { isUnfinished, useJob, type JobAnswer, type JobQuery } from './useJob'
import { useRefusal } from './useRefusal'
import styles from './JobState.module.css'

interface Props<Data extends JobAnswer> {
  readonly id: string
  readonly kind: AnalysisKind | undefined
  readonly query: JobQuery<Data>
  readonly onAgain: () => void
  readonly children: (data: Data, job: Job) => ReactNode
}

/** How far a job is, why it failed, or its result. */
export function JobState<Data extends JobAnswer>({ id, kind, query, onAgain, children }: Props<Data>) {
  const { t } = useTranslation('analyses')
  const answer = useJob(query, id)
  const refusal = useRefusal()
  const mayStart = useMay('run-analysis')
  if (answer.error && answer.data === undefined) return <Failed error={answer.error} retry={answer.refresh} />
  if (answer.data === undefined) return <Loading />
  const job = answer.data.job
  if (job == null) return <Notice>{t('jobGone')}</Notice>
  if (job.kind !== kind) return <Notice>{t('jobOfAnother', { kind: t(`kinds.${job.kind}`) })}</Notice>
  if (isUnfinished(job)) return <Progress job={job} />
  if (job.state === 'DONE') return children(answer.data, job)
  const code = job.failure?.code
  return (
    <Notice tone={job.state === 'FAILED' ? 'bad' : 'warn'}>
      <div className={styles['ended']} data-job={job.state}>
        <p>
          {t(`states.${job.state}`)} {code === undefined ? null : refusal(code)}{' '}
          {code === undefined ? null : <code>{code}</code>}
        </p>
        {mayStart ? <Button onPress={onAgain}>{t('startAgain')}</Button> : null}
      </div>
    </Notice>
  )
}

function Progress({ job }: { readonly job: Job }) {
  const { t } = useTranslation('analyses')
  const { percent } = useFormat()
  const [{ fetching }, cancel] = useMutation(cancelMutation)
  const label = useId()
  const mayCancel = useMay('run-analysis')
  return (
    <div className={styles['progress']} role="status" data-job={job.state}>
      <span id={label}>
        {t(`states.${job.state}`)} {job.state === 'RUNNING' ? percent(job.progress) : null}
      </span>
      <progress aria-labelledby={label} value={job.progress} max={1} />
      {mayCancel ? (
        <Button isDisabled={fetching} onPress={() => void cancel({ id: job.id })}>
          {t('cancel')}
        </Button>
      ) : null}
    </div>
  )
}
