import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useStable } from '@shared/graphql/useStable'
import { compact } from '@shared/routing/search'
import { useReplaces } from '@shared/routing/useHistory'
import { useMay } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { Answered } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { ObserveForm } from './ObserveForm'
import { StateTiles } from './StateTiles'
import { TaskFilters } from './TaskFilters'
import { TaskTable } from './TaskTable'
import { clockQuery } from './queries'
import { filterOf, orderOf, type Change } from './search'

export const Route = createLazyRoute('/upkeep')({ component: UpkeepPage })

function UpkeepPage() {
  const { t } = useTranslation('upkeep')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const { zoneOf } = useCatalogue()
  const change = (part: Change) =>
    void navigate({ search: (before) => compact({ ...before, ...part }), replace: replaces(part) })
  const drop = useCallback(
    (city: string[] | undefined) => void navigate({ search: (before) => compact({ ...before, city }), replace: true }),
    [navigate],
  )
  const cities = useKnownTowns(search.city, drop)
  const mayObserve = useMay('upkeep-command')
  const clock = useAnswer(clockQuery, {})
  const state = search.state ?? 'open'
  const { district, category, street, from, to } = search
  const chosen = useStable(compact({ city: cities, district, category, street, from, to }))
  const filter = useStable(filterOf(chosen, state))
  return (
    <Page title={t('title')} lead={t('lead')}>
      <Answered answer={partOf(clock, 'serverTime')}>
        {(serverTime) => (
          <>
            <TaskFilters search={search} today={dayOf(serverTime, zoneOf(cities?.[0]))} onChange={change} />
            <StateTiles search={chosen} onChoose={(one) => change({ state: one })} />
            {mayObserve ? (
              <ObserveForm
                city={cities?.[0]}
                now={serverTime}
                onDone={(id) => void navigate({ to: '/upkeep/$id', params: { id } })}
              />
            ) : null}
            <TaskTable key={JSON.stringify(filter)} filter={filter} order={orderOf(state)} />
          </>
        )}
      </Answered>
    </Page>
  )
}
