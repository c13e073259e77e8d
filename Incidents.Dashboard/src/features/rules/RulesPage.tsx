import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { compact } from '@shared/routing/search'
import { usePinned, useReplaces } from '@shared/routing/useHistory'
import { Page } from '@shared/ui/Page'
import { Answered } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { Filters } from './Filters'
import { RuleWork } from './RuleWork'
import { PrecisionCurve } from './curve/PrecisionCurve'
import { AlertLedger } from './ledger/AlertLedger'
import { periodOf } from './period'
import { clockQuery } from './queries'
import type { Change } from './search'

export const Route = createLazyRoute('/rules')({ component: RulesPage })

function RulesPage() {
  const { t } = useTranslation('rules')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const { zoneOf } = useCatalogue()
  const change = useCallback(
    (part: Change) => void navigate({ search: (before) => compact({ ...before, ...part }), replace: replaces(part) }),
    [navigate, replaces],
  )
  const drop = useCallback(
    (city: string[] | undefined) => void navigate({ search: (before) => compact({ ...before, city }), replace: true }),
    [navigate],
  )
  const cities = useKnownTowns(search.city, drop)
  const clock = useAnswer(clockQuery, {})
  const serverTime = clock.data?.serverTime
  const today = serverTime == null ? undefined : dayOf(serverTime, zoneOf(cities?.[0]))
  const pin = useCallback(() => {
    if (today !== undefined)
      void navigate({ search: (before) => compact({ ...before, ...periodOf(before, today) }), replace: true })
  }, [navigate, today])
  usePinned(today === undefined || (search.from !== undefined && search.to !== undefined), pin)
  const filter = useStable({
    ...(cities ? { cities } : {}),
    ...(search.category ? { categories: search.category } : {}),
  })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Answered answer={partOf(clock, 'serverTime')}>
        {() => {
          if (today === undefined) return null
          const period = periodOf(search, today)
          return (
            <>
              <Filters search={search} period={period} today={today} onChange={change} />
              <RuleWork period={period} cities={cities} />
              <PrecisionCurve
                period={period}
                filter={filter}
                step={search.step ?? '5'}
                onStep={(step) => change({ step: step === '5' ? undefined : step })}
              />
              <AlertLedger
                period={period}
                filter={filter}
                splits={search.split}
                onSplits={(split) => change({ split })}
              />
            </>
          )
        }}
      </Answered>
    </Page>
  )
}
