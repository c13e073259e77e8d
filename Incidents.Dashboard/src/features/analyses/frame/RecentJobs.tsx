import { useFormat } from '@shared/format/useFormat'
import type { AnalysisKind } from '@shared/graphql/generated/graphql'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Badge } from '@shared/ui/Badge'
import type { Tone } from '@shared/ui/tone'
import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { jobsQuery, type Job } from '../queries'
import type { AnalysesSearch } from '../search'
import styles from './RecentJobs.module.css'

const tones: Record<Job['state'], Tone> = {
  QUEUED: 'neutral',
  RUNNING: 'accent',
  DONE: 'good',
  CANCELLED: 'warn',
  FAILED: 'bad',
}

interface Props {
  readonly kind: AnalysisKind
  readonly search: AnalysesSearch
}

/** The latest jobs of an analysis, whoever requested them: their results are kept. */
export function RecentJobs({ kind, search }: Props) {
  const { t } = useTranslation('analyses')
  const { moment } = useFormat()
  const asked = useMemo(() => ({ kinds: [kind] }), [kind])
  const { data } = useAnswer(jobsQuery, asked)
  const jobs = data?.analyses?.nodes ?? []
  if (jobs.length === 0) return null
  return (
    <details className={styles['recent']}>
      <summary>{t('recentJobs', { count: jobs.length })}</summary>
      <ul>
        {jobs.map((job) => (
          <li key={job.id}>
            <Link
              to="/analyses"
              search={{ ...search, job: job.id }}
              aria-current={job.id === search.job ? 'true' : undefined}
            >
              {moment(job.requestedAt)}
            </Link>
            <Badge tone={tones[job.state]}>{t(`states.${job.state}`)}</Badge>
          </li>
        ))}
      </ul>
    </details>
  )
}
