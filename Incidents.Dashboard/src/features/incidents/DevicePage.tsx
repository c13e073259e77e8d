import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { partOf } from '@shared/graphql/partOf'
import { useAnswer } from '@shared/graphql/useAnswer'
import { PrintButton } from '@shared/print/PrintButton'
import { PrintHead } from '@shared/print/PrintHead'
import { text } from '@shared/routing/search'
import { useMay, useMayVariables } from '@shared/session/may'
import { Page } from '@shared/ui/Page'
import { Answered, Empty } from '@shared/ui/states'
import { Link, createLazyRoute } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DeviceFacts } from './DeviceFacts'
import { DeviceReports } from './DeviceReports'
import { PlacePanel } from './PlacePanel'
import { deviceQuery, deviceTownQuery } from './deviceQueries'
import styles from './IncidentPage.module.css'

export const Route = createLazyRoute('/devices/$id')({ component: DevicePage })

const readId = text(100)

function DevicePage() {
  const { id } = Route.useParams()
  const { city } = Route.useSearch()
  const { cities, isLoading } = useCatalogue()
  // A question about a town that nobody knows would be refused.
  const isUnknownTown = city !== undefined && !isLoading && !cities.some(({ code }) => code === city)
  if (readId(id) === undefined || isUnknownTown) return <Unknown />
  return city === undefined ? <WithoutTown id={id} /> : <Device id={id} city={city} />
}

/** Takes the town in which the device reported last. */
function WithoutTown({ id }: { readonly id: string }) {
  const may = useMayVariables('exact')
  return (
    <Answered answer={useAnswer(deviceTownQuery, { devices: [id], ...may })}>
      {({ alerts, violations, incidents }) => {
        const city = [alerts, violations, incidents].flatMap((list) => list?.nodes ?? [])[0]?.city
        return city === undefined ? <Unknown /> : <Device id={id} city={city} />
      }}
    </Answered>
  )
}

function Unknown() {
  const { t } = useTranslation('incidents')
  return (
    <Page title={t('deviceUnknown')}>
      <Empty title={t('deviceUnknown')}>{useMay('row') ? <Link to="/incidents">{t('toRegister')}</Link> : null}</Empty>
    </Page>
  )
}

function Device({ id, city }: { readonly id: string; readonly city: string }) {
  const { t } = useTranslation('incidents')
  const { cityName } = useCatalogue()
  const mayRow = useMay('row')
  // Reports name the device that saw them.
  const mayReports = useMay('exact')
  const may = useMayVariables('device-exact')
  const answer = useAnswer(deviceQuery, { city, id, ...may })
  const found = partOf(answer, 'device')
  if (answer.data?.device === null && !found.error) return <Unknown />
  const title = `${t('device')} ${id}`
  return (
    <Page
      title={title}
      lead={mayRow ? <Link to="/incidents">{t('toRegister')}</Link> : undefined}
      actions={<PrintButton />}
    >
      <PrintHead title={title} facts={[{ label: t('shared:printing.area'), value: cityName(city) }]} />
      <Answered answer={found}>
        {(device) => (
          <div className={styles['incident']}>
            <DeviceFacts device={device} />
            <PlacePanel place={device.place} />
            {mayReports ? <DeviceReports id={device.deviceId} city={city} /> : null}
          </div>
        )}
      </Answered>
    </Page>
  )
}
