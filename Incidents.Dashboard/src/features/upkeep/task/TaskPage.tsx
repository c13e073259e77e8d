import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useAnswer } from '@shared/graphql/useAnswer'
import { PrintButton } from '@shared/print/PrintButton'
import { PrintHead } from '@shared/print/PrintHead'
import { pattern } from '@shared/routing/search'
import { useMayVariables } from '@shared/session/may'
import { Media } from '@shared/ui/Media'
import { Page } from '@shared/ui/Page'
import { Panel } from '@shared/ui/Panel'
import { Answered, Empty, Loading } from '@shared/ui/states'
import { Link, createLazyRoute } from '@tanstack/react-router'
import { Suspense, lazy } from 'react'
import { useTranslation } from 'react-i18next'
import { taskQuery, type Task } from '../queries'
import { TaskActions } from './TaskActions'
import { TaskFacts } from './TaskFacts'
import { TaskTimeline } from './TaskTimeline'
import styles from '../Upkeep.module.css'

const PlaceMap = lazy(() => import('@shared/map/PlaceMap'))

export const Route = createLazyRoute('/upkeep/$id')({ component: TaskPage })

const readId = pattern(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i)

function TaskPage() {
  const { id } = Route.useParams()
  return readId(id) === undefined ? <Unknown /> : <Known id={id} />
}

function Unknown() {
  const { t } = useTranslation('upkeep')
  return (
    <Page title={t('unknown')}>
      <Empty title={t('unknown')}>
        <Link to="/upkeep">{t('toList')}</Link>
      </Empty>
    </Page>
  )
}

function Known({ id }: { readonly id: string }) {
  const may = useMayVariables('upkeep-person')
  const answer = useAnswer(taskQuery, { id, ...may })
  return (
    <Answered answer={answer}>
      {({ upkeepTask }) => (upkeepTask == null ? <Unknown /> : <Shown task={upkeepTask} refresh={answer.refresh} />)}
    </Answered>
  )
}

function Shown({ task, refresh }: { readonly task: Task; readonly refresh: () => void }) {
  const { t } = useTranslation('upkeep')
  const { categoryName, cityName } = useCatalogue()
  const title = categoryName(task.category)
  const { snapshot, doneSnapshot, point, timeline } = task
  return (
    <Page title={title} lead={<Link to="/upkeep">{t('toList')}</Link>} actions={<PrintButton />}>
      <PrintHead title={title} facts={[{ label: t('shared:printing.area'), value: cityName(task.city) }]} />
      <div className={styles['task']}>
        <div className={styles['column']}>
          <TaskFacts task={task} />
          <TaskActions task={task} onChanged={refresh} />
          {timeline == null ? null : <TaskTimeline entries={timeline} />}
        </div>
        <div className={styles['column']}>
          {snapshot == null && doneSnapshot == null ? null : (
            <Panel title={t('pictures')}>
              <div className={styles['pictures']}>
                {snapshot == null ? null : (
                  <Media uri={snapshot.uri} sha256={snapshot.sha256 ?? null} label={t('pictureObserved')} isPicture />
                )}
                {doneSnapshot == null ? null : (
                  <Media
                    uri={doneSnapshot.uri}
                    sha256={doneSnapshot.sha256 ?? null}
                    label={t('pictureDone')}
                    isPicture
                  />
                )}
              </div>
            </Panel>
          )}
          <Panel title={t('place')}>
            {point == null ? (
              <Empty title={t('noPoint')} />
            ) : (
              <div className={styles['map']}>
                <Suspense fallback={<Loading />}>
                  <PlaceMap label={t('placeMap')} longitude={point.longitude} latitude={point.latitude} />
                </Suspense>
              </div>
            )}
          </Panel>
        </div>
      </div>
    </Page>
  )
}
