import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { inZone } from '@shared/format/zones'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { PrintButton } from '@shared/print/PrintButton'
import { PrintHead } from '@shared/print/PrintHead'
import { compact } from '@shared/routing/search'
import { useReplaces } from '@shared/routing/useHistory'
import { useMay } from '@shared/session/may'
import { Notice } from '@shared/ui/Notice'
import { Page } from '@shared/ui/Page'
import { Answered, Empty } from '@shared/ui/states'
import { Link, createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { CaseHead } from './CaseHead'
import { CaseSections } from './CaseSections'
import { Moment } from './Moment'
import { branchQuery, caseAsKnownQuery, caseQuery, type File } from './queries'
import { isUuid, type CaseSearch, type Change } from './search'
import type { Shown } from './shown'

export const Route = createLazyRoute('/cases/$id')({ component: CasePage })

function CasePage() {
  const { t } = useTranslation('cases')
  const { id } = Route.useParams()
  const isId = isUuid(id)
  const answer = useAnswer(caseQuery, { id }, { pause: !isId })
  const now = partOf(answer, 'case')
  // One that was refused is null too, but with an error.
  if (!isId || (answer.data?.case === null && !now.error))
    return (
      <Page title={t('unknown')}>
        <Empty title={t('unknown')}>
          <p>{t('unknownMeans')}</p>
          <Link to="/cases">{t('toCases')}</Link>
        </Empty>
      </Page>
    )
  return <Answered answer={now}>{(file) => <Case now={file} />}</Answered>
}

function Case({ now }: { readonly now: File }) {
  const { t } = useTranslation('cases')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const replaces = useReplaces()
  const { zoneOf } = useCatalogue()
  const zone = zoneOf(now.city)
  const mayCommand = useMay('case-command')
  const { knownAt } = search
  const earlier = useAnswer(
    caseAsKnownQuery,
    { id: now.id, asKnownAt: knownAt ?? now.lastKnownAt },
    { pause: knownAt === undefined },
  )
  const then = partOf(earlier, 'caseAsKnown')
  const file = knownAt === undefined ? now : then.data && { ...then.data, id: then.data.caseId }
  const branch = knownAt === undefined ? now.branches.find(({ id }) => id === search.branch) : undefined
  const branches = useAnswer(branchQuery, { id: now.id }, { pause: branch === undefined })
  const branchItems = branches.data?.case?.branches.find(({ id }) => id === branch?.id)?.items
  const onChange = (change: Change<CaseSearch>) =>
    void navigate({ search: (before) => compact({ ...before, ...change }), replace: replaces(change) })
  const shown: Shown | undefined = file && {
    file,
    items: branch === undefined ? file.items : (branchItems ?? []),
    branch,
    knownAt,
    mayChange:
      mayCommand &&
      knownAt === undefined &&
      now.status === 'OPEN' &&
      (branch === undefined || (branch.status === 'OPEN' && branchItems !== undefined)),
    zone,
  }
  return (
    <Page title={(file ?? now).title} lead={<Link to="/cases">{t('toCases')}</Link>} actions={<PrintButton />}>
      <Printed file={file ?? now} knownAt={knownAt} zone={zone} />
      <Moment knownAt={knownAt} zone={zone} onChange={onChange} />
      {knownAt !== undefined && earlier.data?.caseAsKnown === null && !then.error ? (
        <Notice>{t('notKnownThen')}</Notice>
      ) : shown === undefined ? (
        <Answered answer={then}>{() => null}</Answered>
      ) : (
        <>
          <CaseHead of={shown} mayCommand={mayCommand} onBranch={(id) => onChange({ branch: id })} />
          <CaseSections of={shown} search={search} onChange={onChange} />
        </>
      )}
    </Page>
  )
}

function Printed({ file, knownAt, zone }: { readonly file: Omit<File, 'id'> } & Pick<Shown, 'knownAt' | 'zone'>) {
  const { t } = useTranslation('cases')
  const { cityName } = useCatalogue()
  const { localMoment } = useFormat()
  return (
    <PrintHead
      title={file.title}
      facts={[
        { label: t('number'), value: file.number },
        { label: t('city'), value: cityName(file.city) },
        ...(knownAt === undefined ? [] : [{ label: t('asKnownAt'), value: localMoment(inZone(knownAt, zone)) }]),
      ]}
    />
  )
}
