import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { dayOf } from '@shared/format/days'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { mayAny } from '@shared/session/may'
import { useSession } from '@shared/session/session'
import { Page } from '@shared/ui/Page'
import { Answered, Empty, Failed, Loading } from '@shared/ui/states'
import { createLazyRoute } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { analyses, needsOf } from './analyses'
import { AnalysisNav } from './AnalysisNav'
import { AnalysisView } from './AnalysisView'
import { clockQuery } from './queries'
import { townOf, townsOf } from './frame/settings'
import { changed, type Change } from './search'
import styles from './AnalysesPage.module.css'

export const Route = createLazyRoute('/analyses')({ component: AnalysesPage })

function AnalysesPage() {
  const { t } = useTranslation('analyses')
  const search = Route.useSearch()
  const navigate = Route.useNavigate()
  const catalogue = useCatalogue()
  const clock = useAnswer(clockQuery, {})
  const towns = useMemo(() => townsOf(catalogue), [catalogue])
  const town = townOf(towns, search.city)
  const { may } = useSession()
  const first = analyses.find((one) => mayAny(may, needsOf(one)))
  const analysis = search.analysis ?? first ?? 'forecasts'
  const change = (next: Change, replace = false) => void navigate({ search: changed(search, next), replace })
  return (
    <Page title={t('title')} lead={t('lead')}>
      <div className={styles['layout']}>
        <AnalysisNav analysis={analysis} search={search} />
        <div className={styles['content']}>
          {!mayAny(may, needsOf(analysis)) ? (
            <Empty title={t('notAllowed')} />
          ) : catalogue.error ? (
            <Failed error={catalogue.error} retry={clock.refresh} />
          ) : catalogue.isLoading ? (
            <Loading />
          ) : town === undefined ? (
            <Empty title={t('noTowns')} />
          ) : (
            <Answered answer={partOf(clock, 'serverTime')}>
              {(serverTime) => (
                <AnalysisView
                  key={analysis}
                  analysis={analysis}
                  search={search}
                  towns={towns}
                  town={town}
                  today={dayOf(serverTime, town.zone)}
                  onChange={change}
                />
              )}
            </Answered>
          )}
        </div>
      </div>
    </Page>
  )
}
