import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { periodOfPreset } from '@shared/period/presets'
import { PrintButton } from '@shared/print/PrintButton'
import { compact } from '@shared/routing/search'
import { usePinned } from '@shared/routing/useHistory'
import { useExtent } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { Answered } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { KpiFilters } from './KpiFilters'
import { Summary } from './Summary'
import { shownPeriodOf } from './period'
import { clockQuery } from './queries'
import type { Change, KpiSearch } from './search'

export const Route = createLazyRoute('/kpis/summary')({ component: SummaryPage })

/** What can be published of the key figures. The default period is the last whole calendar month. */
function SummaryPage() {
  const { t } = useTranslation('kpis')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { zoneOf } = useCatalogue()
  const change = useCallback(
    (what: Change, replace = false) =>
      void navigate({ search: (before: KpiSearch) => compact({ ...before, ...what }), replace }),
    [navigate],
  )
  const drop = useCallback((city: string[] | undefined) => change({ city }, true), [change])
  const cities = useKnownTowns(search.city, drop)
  const isRounded = useExtent('totals') === 'suppressed'
  const clock = useAnswer(clockQuery, {})
  const serverTime = clock.data?.serverTime
  const today = serverTime == null ? undefined : dayOf(serverTime, zoneOf(cities?.[0]))
  const isPinned = search.from !== undefined && search.to !== undefined
  const pin = useCallback(() => {
    if (today !== undefined) change(periodOfPreset('lastMonth', today, { from: today, to: today }), true)
  }, [change, today])
  usePinned(today === undefined || isPinned, pin)
  return (
    <Page title={t('summary.title')} lead={t('summary.lead')} actions={<PrintButton />}>
      <Answered answer={partOf(clock, 'serverTime')}>
        {() => {
          if (today === undefined || !isPinned) return null
          const period = shownPeriodOf(search, today, isRounded)
          return (
            <>
              <KpiFilters search={search} period={period} today={today} onChange={change} />
              <Summary period={period} cities={cities} />
            </>
          )
        }}
      </Answered>
    </Page>
  )
}
