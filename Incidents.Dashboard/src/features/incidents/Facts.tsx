import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { Panel } from '@shared/ui/Panel'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Fact } from './Fact'
import { DeviceLink } from './DeviceLink'
import { StatusBadge } from './StatusBadge'
import type { File } from './queries'
import styles from './Facts.module.css'

export function Facts({ file }: { readonly file: File }) {
  const { t } = useTranslation('incidents')
  const { cityName, categoryName } = useCatalogue()
  const { localMoment, occurred, number } = useFormat()
  const { place } = file
  return (
    <Panel title={t('facts')} aside={<StatusBadge status={file.status} />}>
      <dl className={styles['facts']}>
        <Fact name={t('category')}>{categoryName(file.category)}</Fact>
        {file.description == null ? null : <Fact name={t('description')}>{file.description}</Fact>}
        <Fact name={t('occurred')}>
          {occurred(file.occurredAt, file.timePrecision)}
          {file.timePrecision === 'MINUTE' ? null : (
            <span className={styles['line']}>{t(`precisions.${file.timePrecision}`)}</span>
          )}
        </Fact>
        <Fact name={t('known')}>{localMoment(file.knownAt)}</Fact>
        <Fact name={t('where')}>
          {[cityName(place.city), place.district, place.street].filter((part) => part != null).join(', ')}
        </Fact>
        {file.deviceId == null ? null : (
          <Fact name={t('device')}>
            <DeviceLink id={file.deviceId} city={place.city} />
          </Fact>
        )}
        {file.offenceCount < 2 ? null : <Fact name={t('offences')}>{number(file.offenceCount)}</Fact>}
        {file.victims === null && file.offenceCount < 2 ? null : (
          <Fact name={t('victims')}>{file.victims === null ? t('notGiven') : number(file.victims)}</Fact>
        )}
        {file.units.length === 0 ? null : (
          <Fact name={t('units')}>
            {file.units.map((unit) => (
              <span key={`${unit.unit} ${unit.since}`} className={styles['line']}>
                {unit.unit}: <UnitState unit={unit} />
              </span>
            ))}
          </Fact>
        )}
        {file.mergedInto == null ? null : (
          <Fact name={t('mergedInto')}>
            <IncidentLink id={file.mergedInto} />
          </Fact>
        )}
        {file.merged.length === 0 ? null : (
          <Fact name={t('merged')}>
            {file.merged.map((id) => (
              <IncidentLink key={id} id={id} />
            ))}
          </Fact>
        )}
        <Fact name={t('number')}>
          <code>{file.id}</code>
        </Fact>
        <Fact name={t('offenceId')}>
          {file.sourceId} <span className={styles['line']}>{file.source}</span>
        </Fact>
      </dl>
    </Panel>
  )
}

function UnitState({ unit }: { readonly unit: File['units'][number] }) {
  const { t } = useTranslation('incidents')
  const { localMoment } = useFormat()
  const moment = localMoment(unit.endedAt ?? unit.arrivedAt ?? unit.since)
  switch (unit.status) {
    case 'ASSIGNED':
      return t('sentAt', { moment })
    case 'ON_SCENE':
      return t('thereAt', { moment })
    case 'RELEASED':
      return t('releasedAt', { moment })
    case 'CANCELLED':
      return t('calledOffAt', { moment })
    case 'DIVERTED':
      return t('divertedAt', { moment })
  }
}

const IncidentLink = ({ id }: { readonly id: string }) => (
  <Link to="/incidents/$id" params={{ id }} search={{}} className={styles['line']}>
    {id}
  </Link>
)
