import { Page } from '@shared/ui/Page'
import { Loading } from '@shared/ui/states'
import { Link } from '@tanstack/react-router'
import { useEffect, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Sentences } from './Sentences'
import type { Figures } from './queries'

interface Period {
  readonly from: string
  readonly until: string
  readonly beforeFrom: string
  readonly beforeUntil: string
  readonly kpis: readonly Figures[]
}

/** What `/public/summary` answers. */
interface Summary {
  readonly asOf: string
  readonly isSimulated: boolean
  readonly month: Period
  readonly year: Period
}

/** The key figures without sign-in, where the server shows them; elsewhere the fallback. */
export default function PublicSummary({ fallback }: { readonly fallback: ReactNode }) {
  const { t } = useTranslation('kpis')
  const [summary, setSummary] = useState<Summary | null>()
  useEffect(() => {
    const control = new AbortController()
    fetch('/public/summary', { signal: control.signal })
      .then(async (response) => setSummary(response.ok ? ((await response.json()) as Summary) : null))
      .catch(() => control.signal.aborted || setSummary(null))
    return () => control.abort()
  }, [])
  if (summary === undefined) return <Loading />
  if (summary === null) return fallback
  return (
    <Page
      title={t('summary.title')}
      lead={t('summary.lead')}
      actions={
        <Link to="/sign-in" search={{ returnTo: '/kpis/summary' }}>
          {t('summary.signIn')}
        </Link>
      }
    >
      {[summary.month, summary.year].map((period) => {
        const together = period.kpis.find(({ city }) => city === null)
        return together === undefined || together.counts.every(({ count }) => count === null) ? null : (
          <Sentences
            key={`${period.from} ${period.until}`}
            together={together}
            towns={[]}
            asked={period}
            before={{ from: period.beforeFrom, until: period.beforeUntil }}
            asOf={summary.asOf}
            cities={undefined}
            simulated={summary.isSimulated}
          />
        )
      })}
    </Page>
  )
}
