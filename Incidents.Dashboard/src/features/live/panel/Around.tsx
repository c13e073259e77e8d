import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useMay } from '@shared/session/may'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ChoiceButton } from './Choice'
import type { LiveIncident } from './queries'
import { Section } from './Section'
import styles from './Work.module.css'

interface Props {
  readonly incident: LiveIncident
  readonly onLift: (hazard: string) => void
  readonly onGo: (incident: string) => void
}

/** What is at the place: hazards, cameras that look there, and what happened there before. */
export function Around({ incident, onLift, onGo }: Props) {
  const { t } = useTranslation('live')
  const { number, occurred, localMoment } = useFormat()
  const { categoryName } = useCatalogue()
  const mayOperate = useMay('operate')
  const { hazards, cameras, earlier } = incident
  const metres = (value: number) => t('metres', { metres: number(Math.round(value)) })
  return (
    <>
      {hazards.length === 0 ? null : (
        <Section title={t('part.hazards')}>
          <ul className={styles['lines']} data-hazards>
            {hazards.map(({ id, category, description, notedBy, notedAt }) => (
              <li key={id}>
                <span>
                  <b>! {categoryName(category)}</b> {description}
                  <small>
                    {notedBy}, {localMoment(notedAt)}
                  </small>
                </span>
                {mayOperate ? <ChoiceButton onPress={() => onLift(id)}>{t('action.liftHazard')}</ChoiceButton> : null}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {cameras === undefined ? null : (
        <Section title={t('part.cameras')}>
          {cameras.length === 0 ? <p>{t('noCameras')}</p> : null}
          <ul className={styles['lines']}>
            {cameras.map(({ deviceId, city, place, distanceMetres, isLooking }) => (
              <li key={deviceId}>
                <span>
                  <Link to="/devices/$id" params={{ id: deviceId }} search={{ city }} preload={false} data-choice>
                    {deviceId}
                  </Link>{' '}
                  {[place.street, metres(distanceMetres), isLooking === true ? t('looksThere') : t('lookUnknown')]
                    .filter((part) => part != null)
                    .join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {earlier.length === 0 ? null : (
        <Section title={t('part.earlier')}>
          <ul className={styles['lines']}>
            {earlier.map(({ incident: one, distanceMetres }) => (
              <li key={one.id}>
                <span>
                  {categoryName(one.category)}{' '}
                  <small>
                    {[
                      occurred(one.occurredAt, one.timePrecision),
                      t(`status.${one.status}`),
                      metres(distanceMetres),
                    ].join(' · ')}
                  </small>
                </span>
                <ChoiceButton onPress={() => onGo(one.id)}>{t('show')}</ChoiceButton>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
