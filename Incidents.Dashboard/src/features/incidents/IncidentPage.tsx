import { useCatalogue } from '@shared/catalogue/useCatalogue'
import type { IncidentQuery } from '@shared/graphql/generated/graphql'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer, type Answer } from '@shared/graphql/useAnswer'
import { Notice } from '@shared/ui/Notice'
import { Page } from '@shared/ui/Page'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty } from '@shared/ui/states'
import { Link, createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Facts } from './Facts'
import { KnownAtSwitch } from './KnownAtSwitch'
import { PlacePanel } from './PlacePanel'
import { Timeline } from './Timeline'
import { incidentQuery, type File } from './queries'
import styles from './IncidentPage.module.css'

export const Route = createLazyRoute('/incidents/$id')({ component: IncidentPage })

function IncidentPage() {
  const { t } = useTranslation('incidents')
  const { id } = Route.useParams()
  const answer = useAnswer(incidentQuery, { id, knownAt: null })
  if (isNone(answer))
    return (
      <Page title={t('unknown')}>
        <Empty title={t('unknown')}>
          <Link to="/incidents">{t('toRegister')}</Link>
        </Empty>
      </Page>
    )
  return <Answered answer={partOf(answer, 'incident')}>{(incident) => <Incident now={incident} />}</Answered>
}

/** Whether there is no such incident. One that was refused is null too, but with an error. */
const isNone = ({ data, error }: Answer<IncidentQuery>) => data?.incident === null && !error

function Incident({ now }: { readonly now: File }) {
  const { t } = useTranslation('incidents')
  const { knownAt } = Route.useSearch()
  const { categoryName } = useCatalogue()
  const navigate = Route.useNavigate()
  const then = useAnswer(incidentQuery, { id: now.id, knownAt: knownAt ?? null }, { pause: knownAt === undefined })
  const shown = knownAt === undefined ? now : then.data?.incident
  return (
    <Page title={categoryName((shown ?? now).category)} lead={<Link to="/incidents">{t('toRegister')}</Link>}>
      <KnownAtSwitch
        timeline={now.timeline}
        knownAt={knownAt}
        onChange={(moment) => void navigate({ search: moment === undefined ? {} : { knownAt: moment }, replace: true })}
      />
      {knownAt !== undefined && isNone(then) ? (
        <Notice>{t('notKnownThen')}</Notice>
      ) : shown == null ? (
        <Answered answer={partOf(then, 'incident')}>{() => null}</Answered>
      ) : (
        <div className={styles['incident']}>
          <Facts file={shown} />
          <PlacePanel place={shown.place} />
          <Panel title={t('timeline')}>
            <Timeline entries={shown.timeline} />
          </Panel>
        </div>
      )}
    </Page>
  )
}
