import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useAnswer } from '@shared/graphql/useAnswer'
import { Panel } from '@shared/ui/Panel'
import { Answered } from '@shared/ui/states'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { missionQuery } from './queries'
import styles from './Unit.module.css'

// What the control room learns on the way.
const again = 15

/** The incident to which the unit was sent: what, where, since when. */
export function Mission({ id }: { readonly id: string }) {
  const { t } = useTranslation('unit')
  const { cityName, categoryName } = useCatalogue()
  const { occurred } = useFormat()
  const answer = useAnswer(missionQuery, { id }, { everySeconds: again })
  return (
    <Answered answer={answer}>
      {({ incident }) => {
        if (incident == null) return <p>{t('unknown')}</p>
        const { place } = incident
        return (
          <Panel title={categoryName(incident.category)}>
            <dl className={styles['facts']}>
              <div>
                <dt>{t('where')}</dt>
                <dd>
                  {[place.street, place.district, cityName(place.city)].filter((part) => part != null).join(', ')}
                </dd>
              </div>
              <div>
                <dt>{t('when')}</dt>
                <dd>{occurred(incident.occurredAt, incident.timePrecision)}</dd>
              </div>
              {incident.description == null ? null : (
                <div>
                  <dt>{t('what')}</dt>
                  <dd>{incident.description}</dd>
                </div>
              )}
            </dl>
            <p className={styles['links']}>
              {place.point == null ? null : (
                <a href={`geo:${place.point.latitude},${place.point.longitude}`}>{t('navigate')}</a>
              )}
              <Link to="/incidents/$id" params={{ id }} preload={false}>
                {t('open')}
              </Link>
            </p>
          </Panel>
        )
      }}
    </Answered>
  )
}
