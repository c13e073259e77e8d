import { useAnswer } from '@shared/graphql/useAnswer'
import type { IncidentFilterInput } from '@shared/graphql/generated/graphql'
import { useKnownTowns } from '@shared/catalogue/useKnownTowns'
import { useEndless } from '@shared/graphql/useEndless'
import { useMayVariables } from '@shared/session/may'
import { GivenPurpose, PurposeForm } from '@shared/session/PurposeForm'
import { needsPurpose, usePurpose, withPurpose } from '@shared/session/purpose'
import { useReplaces } from '@shared/routing/useHistory'
import { PrintButton } from '@shared/print/PrintButton'
import { Button } from '@shared/ui/Button'
import { Page } from '@shared/ui/Page'
import { Empty, Failed, Loading } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { ColumnPicker } from './ColumnPicker'
import { PrintedRegister } from './PrintedRegister'
import { OpenOnly } from './OpenOnly'
import { RegisterCount } from './RegisterCount'
import { RegisterExport } from './RegisterExport'
import { RegisterFilters } from './RegisterFilters'
import { RegisterTable } from './RegisterTable'
import { changed, filterOf, type Change } from './filter'
import { countQuery, registerQuery } from './queries'
import { usualColumns } from './search'
import { useOfferedColumns } from './useColumns'
import styles from './RegisterPage.module.css'
import panel from '@shared/ui/Panel.module.css'

export const Route = createLazyRoute('/incidents')({ component: RegisterPage })

function RegisterPage() {
  const { t } = useTranslation(['incidents', 'shared'])
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const order = search.order ?? 'OCCURRED_DESCENDING'
  const written = JSON.stringify(filterOf(search))
  // Other columns or the same filter again are the same list.
  const may = useMayVariables('exact', 'person')
  const variables = useMemo(
    () => ({ filter: JSON.parse(written) as IncidentFilterInput, order, ...may }),
    [written, order, may],
  )
  const drop = useCallback(
    (city: string[] | undefined) => void navigate({ search: (before) => changed(before, { city }), replace: true }),
    [navigate],
  )
  useKnownTowns(search.city, drop)
  const given = usePurpose()
  const purpose = search.search === undefined ? null : given
  const pause = search.search !== undefined && needsPurpose(search.search) && purpose === null
  const register = useEndless(withPurpose(registerQuery, purpose), variables, (data) => data.incidents, { pause })
  const counted = useAnswer(withPurpose(countQuery, purpose), { filter: variables.filter }, { pause })
  const count = counted.data?.incidents?.totalCount
  const lacksPurpose = pause || register.error?.graphQLErrors[0]?.extensions['code'] === 'PURPOSE_MISSING'

  const offered = useOfferedColumns()
  const columns = (search.columns ?? usualColumns).filter((name) => offered.includes(name))
  const change = (part: Change) => void navigate({ search: changed(search, part), replace: replaces(part) })

  return (
    <Page
      title={t('title')}
      lead={<RegisterCount count={count} />}
      actions={
        <div className={styles['actions']}>
          <ColumnPicker columns={columns} offered={offered} onChange={(chosen) => change({ columns: chosen })} />
          <RegisterExport filter={variables.filter} order={variables.order} count={count} purpose={purpose} />
          <PrintButton />
          <Button onPress={register.restart}>{t('refresh')}</Button>
        </div>
      }
    >
      <OpenOnly />
      <RegisterFilters search={search} onChange={change} />
      {lacksPurpose ? <PurposeForm /> : search.search === undefined ? null : <GivenPurpose />}
      <PrintedRegister search={search} columns={columns} rows={register.rows} count={count} />
      <div className={panel['panel']} data-screen-only={register.rows.length > 0 ? true : undefined}>
        {lacksPurpose ? (
          <Empty title={t('shared:error.PURPOSE_MISSING')} />
        ) : register.error && register.rows.length === 0 ? (
          <Failed error={register.error} retry={register.restart} />
        ) : register.rows.length > 0 ? (
          <RegisterTable
            key={JSON.stringify(variables)}
            register={register}
            columns={columns}
            order={variables.order}
            onOrder={(order) => change({ order: order === 'OCCURRED_DESCENDING' ? undefined : order })}
          />
        ) : register.hasMore ? (
          <Loading />
        ) : (
          <Empty title={t('none')}>{t('noneMeans')}</Empty>
        )}
      </div>
    </Page>
  )
}
