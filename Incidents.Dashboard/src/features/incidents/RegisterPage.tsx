import { useAnswer } from '@shared/graphql/useAnswer'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { useEndless } from '@shared/graphql/useEndless'
import { useReplaces } from '@shared/routing/useHistory'
import { Button } from '@shared/ui/Button'
import { Page } from '@shared/ui/Page'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { PrintedRegister } from './PrintedRegister'
import { RegisterCount } from './RegisterCount'
import { RegisterFilters } from './RegisterFilters'
import { RegisterTable } from './RegisterTable'
import { changed, filterOf } from './filter'
import { countQuery, registerQuery } from './queries'
import panel from '@shared/ui/Panel.module.css'

export const Route = createLazyRoute('/incidents')({ component: RegisterPage })

function RegisterPage() {
  const { t } = useTranslation('incidents')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const variables = useMemo(
    () => ({ filter: filterOf(search), order: search.order ?? 'OCCURRED_DESCENDING' }) as const,
    [search],
  )
  const drop = useCallback(
    (city: string[] | undefined) => void navigate({ search: (before) => changed(before, { city }), replace: true }),
    [navigate],
  )
  useKnownTowns(search.city, drop)
  const register = useEndless(registerQuery, variables, (data) => data.incidents)
  const count = useAnswer(countQuery, { filter: variables.filter }).data?.incidents?.totalCount

  return (
    <Page
      title={t('title')}
      lead={<RegisterCount count={count} />}
      actions={<Button onPress={register.restart}>{t('refresh')}</Button>}
    >
      <RegisterFilters
        search={search}
        onChange={(change) => void navigate({ search: changed(search, change), replace: replaces(change) })}
      />
      <PrintedRegister search={search} rows={register.rows} count={count} />
      <div className={panel['panel']} data-screen-only={register.rows.length > 0 ? true : undefined}>
        {register.error && register.rows.length === 0 ? (
          <Failed error={register.error} retry={register.restart} />
        ) : register.rows.length > 0 ? (
          <RegisterTable key={JSON.stringify(variables)} register={register} />
        ) : register.hasMore ? (
          <Loading />
        ) : (
          <Empty title={t('none')}>{t('noneMeans')}</Empty>
        )}
      </div>
    </Page>
  )
}
