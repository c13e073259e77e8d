import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { dayOf } from '@shared/format/days'
import { homeZone } from '@shared/format/format'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { useReplaces } from '@shared/routing/useHistory'
import { Page } from '@shared/ui/Page'
import { Answered, Empty, Failed, Loading } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { CrimeMap } from './CrimeMap'
import { todayQuery } from './queries'
import { changed, type Change } from './search/search'

// The map is large: it comes while the page still asks what to show on it.
void import('./map/CellMap')

export const Route = createLazyRoute('/crime-map')({ component: CrimeMapPage })

// Midnight passes over open pages too.
const everySeconds = 600

function CrimeMapPage() {
  const { t } = useTranslation('crime-map')
  const today = useAnswer(todayQuery, {}, { everySeconds })
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces(['at'])
  const change = useCallback(
    (what: Change, isPassing = false) =>
      void navigate({ search: (search) => changed(search, what), replace: isPassing || replaces(what) }),
    [navigate, replaces],
  )
  const drop = useCallback((known: string[] | undefined) => change({ city: known?.[0] }, true), [change])
  useKnownTowns(
    useMemo(() => (search.city === undefined ? undefined : [search.city]), [search.city]),
    drop,
  )
  const catalogue = useCatalogue()
  const placed = useMemo(
    () => catalogue.cities.flatMap((town) => (town.bounds === null ? [] : [{ ...town, bounds: town.bounds }])),
    [catalogue.cities],
  )
  return (
    <Page title={t('title')}>
      <Answered answer={partOf(today, 'serverTime')}>
        {(serverTime) =>
          placed.length > 0 ? (
            <CrimeMap search={search} onChange={change} today={dayOf(serverTime, homeZone)} towns={placed} />
          ) : catalogue.error ? (
            <Failed error={catalogue.error} retry={() => location.reload()} />
          ) : catalogue.isLoading ? (
            <Loading />
          ) : (
            <Empty title={t('noTowns')}>{t('noTownsMeans')}</Empty>
          )
        }
      </Answered>
    </Page>
  )
}
