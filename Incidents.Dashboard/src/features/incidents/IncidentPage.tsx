import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { partOf } from '@shared/graphql/partOf'
import { useFormat } from '@shared/format/useFormat'
import { inZone } from '@shared/format/zones'
import { PrintButton } from '@shared/print/PrintButton'
import { PrintHead } from '@shared/print/PrintHead'
import { useAnswer } from '@shared/graphql/useAnswer'
import { compact } from '@shared/routing/search'
import { useExtent, useMay, useMayVariables } from '@shared/session/may'
import { useReplaces } from '@shared/routing/useHistory'
import { Notice } from '@shared/ui/Notice'
import { Page } from '@shared/ui/Page'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { Link, createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Facts } from './Facts'
import { NearPanel } from './NearPanel'
import { Signals } from './Signals'
import { KnownAtSwitch } from './KnownAtSwitch'
import { Offences } from './Offences'
import { PlacePanel } from './PlacePanel'
import { Timeline } from './Timeline'
import { incidentAsKnownQuery, incidentQuery, type File } from './queries'
import styles from './IncidentPage.module.css'

export const Route = createLazyRoute('/incidents/$id')({ component: IncidentPage })

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

function IncidentPage() {
  const { t } = useTranslation('incidents')
  const { id } = Route.useParams()
  const isId = uuid.test(id)
  const may = useMayVariables('exact', 'person')
  const isOpenOnly = useExtent('row') === 'open'
  const answer = useAnswer(incidentQuery, { id, ...may }, { pause: !isId })
  const incident = partOf(answer, 'incident')
  // One that was refused is null too, but with an error.
  if (!isId || (answer.data?.incident === null && !incident.error))
    return (
      <Page title={t('unknown')}>
        <Empty title={t('unknown')}>
          {isOpenOnly ? <p>{t('openOnlyUnknown')}</p> : null}
          <Link to="/incidents">{t('toRegister')}</Link>
        </Empty>
      </Page>
    )
  return <Answered answer={incident}>{(now) => <Incident now={now} />}</Answered>
}

function Incident({ now }: { readonly now: File }) {
  const { t } = useTranslation('incidents')
  const search = Route.useSearch()
  const { knownAt, radius, hours } = search
  const { categoryName, cityName, zoneOf } = useCatalogue()
  const { localMoment } = useFormat()
  const replaces = useReplaces()
  const navigate = Route.useNavigate()
  const mayCase = useMay('case-command')
  const may = useMayVariables('exact', 'person')
  const answer = useAnswer(
    incidentAsKnownQuery,
    { id: now.id, asKnownAt: knownAt ?? now.knownAt, ...may },
    { pause: knownAt === undefined },
  )
  const then = partOf(answer, 'incidentAsKnown')
  const shown = knownAt === undefined ? now : then.data && { ...then.data, id: then.data.incidentId }
  return (
    <Page
      title={categoryName((shown ?? now).category)}
      lead={<Link to="/incidents">{t('toRegister')}</Link>}
      actions={
        <div className={styles['actions']}>
          {mayCase ? (
            <Link to="/cases" search={{ attach: now.id, attachKind: 'INCIDENT' }} data-attach>
              {t('attachToCase')}
            </Link>
          ) : null}
          <PrintButton />
        </div>
      }
    >
      <PrintHead
        title={categoryName((shown ?? now).category)}
        facts={[
          { label: t('number'), value: now.id },
          { label: t('shared:printing.area'), value: cityName(now.place.city) },
          ...(knownAt === undefined
            ? []
            : [{ label: t('asKnownAt'), value: localMoment(inZone(knownAt, zoneOf(now.place.city))) }]),
        ]}
      />
      <Access />
      <KnownAtSwitch
        timeline={now.timeline ?? []}
        knownAt={knownAt}
        onChange={(moment) =>
          void navigate({
            search: compact({ ...search, knownAt: moment }),
            replace: replaces({ knownAt: moment }),
          })
        }
        zone={zoneOf(now.place.city)}
      />
      {knownAt !== undefined && answer.data?.incidentAsKnown === null && !then.error ? (
        <Notice>{t('notKnownThen')}</Notice>
      ) : shown == null ? (
        <Answered answer={then}>{() => null}</Answered>
      ) : (
        <div className={styles['incident']}>
          <Facts file={shown} />
          <PlacePanel place={shown.place} />
          <Offences file={shown} />
          <Signals signals={shown.signals} />
          <NearPanel
            file={shown}
            radius={radius}
            hours={hours}
            onChange={(change) =>
              void navigate({ search: compact({ ...search, ...change }), replace: replaces(change) })
            }
          />
          {shown.timeline === undefined ? null : (
            <Panel title={t('timeline')}>
              <Timeline entries={shown.timeline} city={shown.place.city} />
            </Panel>
          )}
        </div>
      )}
    </Page>
  )
}

/** Says what a role does not see of an incident, where it sees it at all. */
function Access() {
  const { t } = useTranslation('incidents')
  const isSnapped = useExtent('place') === 'snapped'
  const mayPerson = useMay('person')
  if (mayPerson && !isSnapped) return null
  return (
    <Notice>
      {isSnapped ? <p>{t('snapped')}</p> : null}
      {mayPerson ? null : <p>{t('withoutPersons')}</p>}
    </Notice>
  )
}
