import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { useTowns } from '@shared/catalogue/useTowns'
import { compact } from '@shared/routing/search'
import { MultiPicker } from '@shared/ui/MultiPicker'
import { Page } from '@shared/ui/Page'
import { createLazyRoute } from '@tanstack/react-router'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { LiveBoard } from './LiveBoard'
import type { Change } from './search'

export const Route = createLazyRoute('/live')({ component: LivePage })

function LivePage() {
  const { t } = useTranslation('live')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const change = useCallback(
    (part: Change) => void navigate({ search: (before) => compact({ ...before, ...part }), replace: true }),
    [navigate],
  )
  const drop = useCallback((city: string[] | undefined) => change({ city }), [change])
  const cities = useKnownTowns(search.city, drop)
  const towns = useTowns(cities)
  return (
    <Page
      title={t('title')}
      actions={
        <MultiPicker
          label={t('town')}
          options={towns}
          value={cities ?? []}
          onChange={(city) => change({ city: city.length === 0 ? undefined : city, item: undefined })}
        />
      }
    >
      <LiveBoard key={JSON.stringify(cities ?? null)} cities={cities} search={search} onChange={change} />
    </Page>
  )
}
