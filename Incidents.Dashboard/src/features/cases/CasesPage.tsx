import { useEndless } from '@shared/graphql/useEndless'
import type { CaseFilterInput } from '@shared/graphql/generated/graphql'
import { compact } from '@shared/routing/search'
import { useReplaces } from '@shared/routing/useHistory'
import { PrintButton } from '@shared/print/PrintButton'
import { PrintHead } from '@shared/print/PrintHead'
import { PurposeForm } from '@shared/session/PurposeForm'
import { needsPurpose, usePurpose, withPurpose } from '@shared/session/purpose'
import { useMay } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { createLazyRoute } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { AttachToCase } from './AttachToCase'
import { CaseFilters } from './CaseFilters'
import { CaseTable } from './CaseTable'
import { OpenCase } from './OpenCase'
import { casesQuery } from './queries'
import { SearchPanel } from './search/SearchPanel'
import type { CasesSearch, Change } from './search'

export const Route = createLazyRoute('/cases')({ component: CasesPage })

/** The cases that the reader owns or that are shared with them, and one box that searches everything. */
function CasesPage() {
  const { t } = useTranslation('cases')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const mayChange = useMay('case-command')
  const written = JSON.stringify(filterOf(search))
  const variables = useMemo(() => ({ filter: JSON.parse(written) as CaseFilterInput }), [written])
  const given = usePurpose()
  const needs = search.search !== undefined && needsPurpose(search.search)
  const purpose = needs ? given : null
  const pause = needs && purpose === null
  const list = useEndless(withPurpose(casesQuery, purpose), variables, (data) => data.cases, { pause })
  const change = (part: Change<CasesSearch>) =>
    void navigate({ search: (before) => compact({ ...before, ...part }), replace: replaces(part) })
  return (
    <Page title={t('title')} lead={t('lead')} actions={<PrintButton />}>
      <PrintHead title={t('title')} facts={[]} />
      {search.attach !== undefined && mayChange ? (
        <AttachToCase thing={search.attach} kind={search.attachKind ?? 'INCIDENT'} cases={list.rows} />
      ) : (
        <SearchPanel text={search.search} onText={(text) => change({ search: text })} />
      )}
      {mayChange ? <OpenCase /> : null}
      <CaseFilters search={search} onChange={change} />
      {pause && search.attach !== undefined ? <PurposeForm /> : null}
      {pause ? null : <CaseTable list={list} />}
    </Page>
  )
}

function filterOf({ search, city, status, whose, tag }: CasesSearch): CaseFilterInput {
  return compact({
    text: search,
    cities: city,
    statuses: status,
    isOwn: whose === undefined ? undefined : whose === 'own',
    tag,
  })
}
