import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { compact } from '@shared/routing/search'
import { PrintButton } from '@shared/print/PrintButton'
import { Page } from '@shared/ui/Page'
import { Answered } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { KpiFilters } from './KpiFilters'
import { Report } from './Report'
import { periodOf } from './period'
import { clockQuery } from './queries'

export const Route = createLazyRoute('/kpis')({ component: KpiPage })

const everySeconds = 300

function KpiPage() {
  const { t } = useTranslation('kpis')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const zone = useCatalogue().zoneOf(search.city?.[0])
  const clock = useAnswer(clockQuery, {}, { everySeconds })
  return (
    <Page title={t('title')} lead={t('lead')} actions={<PrintButton />}>
      <Answered answer={partOf(clock, 'serverTime')}>
        {(serverTime) => {
          const today = dayOf(serverTime, zone)
          const period = periodOf(search, today)
          return (
            <>
              <KpiFilters
                search={search}
                period={period}
                today={today}
                onChange={(next) => void navigate({ search: next, replace: true })}
              />
              <Report
                period={period}
                cities={search.city}
                line={search.line ?? 'share'}
                onLine={(line) =>
                  void navigate({
                    search: compact({ ...search, line: line === 'share' ? undefined : line }),
                    replace: true,
                  })
                }
                isEstimated={search.estimate !== 'hidden'}
                onEstimated={(isEstimated) =>
                  void navigate({
                    search: compact({ ...search, estimate: isEstimated ? undefined : ('hidden' as const) }),
                    replace: true,
                  })
                }
                against={search.against ?? 'before'}
                onAgainst={(against) =>
                  void navigate({
                    search: compact({ ...search, against: against === 'before' ? undefined : against }),
                    replace: false,
                  })
                }
                measure={search.measure ?? 'INCIDENTS'}
                onMeasure={(measure) =>
                  void navigate({
                    search: compact({ ...search, measure: measure === 'INCIDENTS' ? undefined : measure }),
                    replace: true,
                  })
                }
              />
            </>
          )
        }}
      </Answered>
    </Page>
  )
}
