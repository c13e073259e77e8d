import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { periodOfPreset } from '@shared/period/presets'
import { PrintButton } from '@shared/print/PrintButton'
import { compact } from '@shared/routing/search'
import { Page } from '@shared/ui/Page'
import { Answered } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { KpiFilters } from './KpiFilters'
import { Summary } from './Summary'
import { periodOf } from './period'
import { clockQuery } from './queries'

export const Route = createLazyRoute('/kpis/summary')({ component: SummaryPage })

/** What can be published of the key figures. The default period is the last whole calendar month. */
function SummaryPage() {
  const { t } = useTranslation('kpis')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const { zoneOf } = useCatalogue()
  const clock = useAnswer(clockQuery, {})
  return (
    <Page title={t('summary.title')} lead={t('summary.lead')} actions={<PrintButton />}>
      <Answered answer={partOf(clock, 'serverTime')}>
        {(serverTime) => {
          const today = dayOf(serverTime, zoneOf(search.city?.[0]))
          const month = periodOfPreset('lastMonth', today, { from: today, to: today })
          const isDefault = search.from === undefined && search.to === undefined && search.period === undefined
          const period = periodOf(isDefault ? { ...search, period: 'own', ...month } : search, today)
          return (
            <>
              <KpiFilters
                search={search}
                period={period}
                today={today}
                onChange={(change) => void navigate({ search: (before) => compact({ ...before, ...change }) })}
              />
              <Summary period={period} cities={search.city} />
            </>
          )
        }}
      </Answered>
    </Page>
  )
}
