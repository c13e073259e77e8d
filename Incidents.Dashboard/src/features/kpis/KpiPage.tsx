import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { addDays, dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { compact } from '@shared/routing/search'
import { PrintButton } from '@shared/print/PrintButton'
import { usePinned, useReplaces } from '@shared/routing/useHistory'
import { useExtent } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { Answered } from '@shared/ui/states'
import { Link, createLazyRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { KpiFilters } from './KpiFilters'
import { Report } from './Report'
import { shownPeriodOf } from './period'
import { clockQuery } from './queries'
import type { Change } from './search'
import styles from './KpiPage.module.css'

export const Route = createLazyRoute('/kpis')({ component: KpiPage })

const everySeconds = 300

function KpiPage() {
  const { t } = useTranslation('kpis')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const { zoneOf } = useCatalogue()
  const drop = useCallback(
    (city: string[] | undefined) => void navigate({ search: (before) => compact({ ...before, city }), replace: true }),
    [navigate],
  )
  const cities = useKnownTowns(search.city, drop)
  const isRounded = useExtent('totals') === 'suppressed'
  const clock = useAnswer(clockQuery, {}, { everySeconds })
  const change = (what: Change) =>
    void navigate({ search: (before) => compact({ ...before, ...what }), replace: replaces(what) })
  const serverTime = clock.data?.serverTime
  const today = serverTime == null ? undefined : dayOf(serverTime, zoneOf(cities?.[0]))
  const pin = useCallback(() => {
    if (today === undefined) return
    const { from, until } = shownPeriodOf(search, today, isRounded)
    const days = { from, to: addDays(until, -1), period: undefined }
    void navigate({ search: (before) => compact({ ...before, ...days }), replace: true })
  }, [navigate, search, today, isRounded])
  usePinned(today === undefined || (search.from !== undefined && search.to !== undefined && !search.period), pin)
  return (
    <Page
      title={t('title')}
      lead={t('lead')}
      actions={
        <div className={styles['actions']} data-screen-only>
          <Link to="/kpis/summary" search={compact({ from: search.from, to: search.to, city: search.city })}>
            {t('summary.title')}
          </Link>
          <PrintButton />
        </div>
      }
    >
      <Answered answer={partOf(clock, 'serverTime')}>
        {() => {
          if (today === undefined) return null
          const period = shownPeriodOf(search, today, isRounded)
          return (
            <>
              <KpiFilters search={search} period={period} today={today} onChange={change} />
              <Report
                period={period}
                cities={cities}
                line={search.line ?? 'share'}
                onLine={(line) => change({ line: line === 'share' ? undefined : line })}
                isEstimated={search.estimate !== 'hidden'}
                onEstimated={(isEstimated) => change({ estimate: isEstimated ? undefined : 'hidden' })}
                against={search.against ?? 'before'}
                onAgainst={(against) => change({ against: against === 'before' ? undefined : against })}
                measure={search.measure ?? 'INCIDENTS'}
                onMeasure={(measure) => change({ measure: measure === 'INCIDENTS' ? undefined : measure })}
              />
            </>
          )
        }}
      </Answered>
    </Page>
  )
}
