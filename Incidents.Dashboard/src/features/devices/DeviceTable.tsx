import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { DeviceClock, DeviceHealth } from '@shared/devices/DeviceState'
import { useFormat } from '@shared/format/useFormat'
import { useEndless } from '@shared/graphql/useEndless'
import type { DeviceFilterInput } from '@shared/graphql/generated/graphql'
import { useMayVariables } from '@shared/session/may'
import { Badge } from '@shared/ui/Badge'
import { Button } from '@shared/ui/Button'
import { NoData } from '@shared/ui/NoData'
import { Panel } from '@shared/ui/Panel'
import { Empty, Failed, Loading } from '@shared/ui/states'
import table from '@shared/ui/Table.module.css'
import { TableFrame } from '@shared/ui/TableFrame'
import { Link } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { validityOf } from './health'
import { devicesQuery, type Listed } from './queries'
import { useFollowing } from './useFollowing'
import styles from './Devices.module.css'

interface Props {
  readonly filter: DeviceFilterInput
  readonly today: string
  /** Read again when it changes. */
  readonly state: string | undefined
}

const first = 100
const columns = ['device', 'where', 'health', 'available', 'clock', 'plan', 'certificate'] as const

/** The register of devices with their health. */
export function DeviceTable({ filter, today, state }: Props) {
  const { t } = useTranslation('devices')
  const may = useMayVariables('device-exact')
  const variables = useMemo(() => ({ filter, first, ...may }), [filter, may])
  const list = useEndless(devicesQuery, variables, (data) => data.devices)
  // Who has come further down stays there.
  const isAtBegin = list.rows.length <= first
  const { restart } = list
  useFollowing(
    state,
    useCallback(() => {
      if (isAtBegin) restart()
    }, [isAtBegin, restart]),
  )
  return (
    <Panel title={t('register')}>
      {list.error && list.rows.length === 0 ? (
        <Failed error={list.error} retry={list.restart} />
      ) : list.rows.length === 0 ? (
        list.isLoading || list.hasMore ? (
          <Loading />
        ) : (
          <Empty title={t('none')} />
        )
      ) : (
        <>
          <TableFrame label={t('register')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  {columns.map((column) => (
                    <th key={column} scope="col">
                      {t(`columns.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {list.rows.map((device) => (
                  <Row key={device.id} device={device} today={today} />
                ))}
              </tbody>
            </table>
          </TableFrame>
          {list.hasMore ? (
            <div className={styles['more']}>
              <Button isDisabled={list.isLoading} onPress={list.more}>
                {t('more')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </Panel>
  )
}

function Row({ device, today }: { readonly device: Listed; readonly today: string }) {
  const { t } = useTranslation(['devices', 'shared'])
  const { cityName } = useCatalogue()
  const { percent } = useFormat()
  const { city, deviceId, kind, district, street, availableShare } = device
  return (
    <tr data-device={deviceId}>
      <th scope="row">
        <Link to="/devices/$id" params={{ id: deviceId }} search={{ city }} preload={false}>
          {deviceId}
        </Link>
        <span className={styles['line']}>
          {kind == null ? t('devices:notRegistered') : t(`shared:devices.kinds.${kind}`)}
        </span>
      </th>
      <td>
        {cityName(city)}
        <span className={styles['line']}>{[district, street].filter((part) => part != null).join(', ')}</span>
      </td>
      <td>
        <DeviceHealth health={device.health} />
      </td>
      <td>{availableShare == null ? <NoData /> : percent(availableShare, 1)}</td>
      <td>
        <DeviceClock clock={device.clock} />
      </td>
      <td>
        <Plan details={device.details} />
      </td>
      <td>
        <Certificate certificates={device.certificates} today={today} />
      </td>
    </tr>
  )
}

function Plan({ details }: { readonly details: Listed['details'] }) {
  const { t } = useTranslation('devices')
  const { day } = useFormat()
  const { plannedOn, installedOn, acceptedOn } = details
  const [step, on] =
    acceptedOn != null
      ? (['accepted', acceptedOn] as const)
      : installedOn != null
        ? (['installed', installedOn] as const)
        : plannedOn != null
          ? (['planned', plannedOn] as const)
          : []
  return step === undefined ? (
    <NoData />
  ) : (
    <>
      {t(`steps.${step}`)}
      <span className={styles['line']}>{day(on)}</span>
    </>
  )
}

function Certificate({
  certificates,
  today,
}: {
  readonly certificates: Listed['certificates']
  readonly today: string
}) {
  const { t } = useTranslation('devices')
  const { day } = useFormat()
  const validity = validityOf(certificates, today)
  if (validity === undefined) return '–'
  const { last, state } = validity
  return state === 'valid' ? (
    t('validUntil', { day: day(last) })
  ) : (
    <Badge tone={state === 'over' ? 'bad' : 'warn'}>
      {state === 'over' ? t('validityOver', { day: day(last) }) : t('validUntil', { day: day(last) })}
    </Badge>
  )
}
