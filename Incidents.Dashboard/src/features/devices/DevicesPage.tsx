import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { DeviceFigures } from '@shared/devices/DeviceFigures'
import { addDays, dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import type { DeviceFilterInput } from '@shared/graphql/generated/graphql'
import { compact } from '@shared/routing/search'
import { useReplaces } from '@shared/routing/useHistory'
import { useMay } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { Panel } from '@shared/ui/Panel'
import { Answered, Loading } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { Suspense, lazy, useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { DeviceFilters } from './DeviceFilters'
import { DeviceTable } from './DeviceTable'
import { HealthTiles } from './HealthTiles'
import { clockQuery, healthCountsQuery } from './queries'
import { Recorders } from './recorders/Recorders'
import { healths, type Change } from './search'
import styles from './Devices.module.css'

const DeviceMap = lazy(() => import('./DeviceMap'))

export const Route = createLazyRoute('/devices')({ component: DevicesPage })

const days = 30
const everySeconds = 30

function DevicesPage() {
  const { t } = useTranslation('devices')
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
  const clock = useAnswer(clockQuery, {})
  const mayFigures = useMay('device-totals')
  const written = JSON.stringify({ cities, kinds: search.deviceKind, healths: search.health })
  const filter = useMemo(() => JSON.parse(written) as DeviceFilterInput, [written])
  const counted = useMemo(
    () => ({ cities: filter.cities ?? null, kinds: filter.kinds ?? null }),
    [filter.cities, filter.kinds],
  )
  const counts = useAnswer(healthCountsQuery, counted, { everySeconds })
  // The register and the map are read again when other devices work than before.
  const state = counts.data && healths.map((health) => counts.data?.[health]?.totalCount).join()
  return (
    <Page title={t('title')} lead={t('lead')}>
      <DeviceFilters search={search} onChange={change} />
      <HealthTiles answer={counts} onChoose={(health) => change({ health: [health] })} />
      <div className={styles['map']}>
        <Suspense fallback={<Loading />}>
          <DeviceMap filter={filter} city={cities?.[0]} state={state} />
        </Suspense>
      </div>
      <Answered answer={partOf(clock, 'serverTime')}>
        {(serverTime) => {
          const today = dayOf(serverTime, zoneOf(cities?.[0]))
          return (
            <>
              <DeviceTable key={written} filter={filter} today={today} state={state} />
              <Recorders cities={cities} />
              {mayFigures ? (
                <Panel title={t('figures')}>
                  <DeviceFigures from={addDays(today, -days)} until={today} cities={cities} />
                </Panel>
              ) : null}
            </>
          )
        }}
      </Answered>
    </Page>
  )
}
