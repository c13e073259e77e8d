import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { DeviceClock, DeviceHealth } from '@shared/devices/DeviceState'
import { useFormat } from '@shared/format/useFormat'
import { Badge } from '@shared/ui/Badge'
import { NoData } from '@shared/ui/NoData'
import { Panel } from '@shared/ui/Panel'
import { useTranslation } from 'react-i18next'
import { Fact } from './Fact'
import type { Device } from './deviceQueries'
import styles from './Facts.module.css'

/** What a device is, whether it works, and to who may see them what its reports tell. */
export function DeviceFacts({ device }: { readonly device: Device }) {
  const { t } = useTranslation('incidents')
  const { cityName } = useCatalogue()
  const { localMoment, number, percent } = useFormat()
  const { place } = device
  return (
    <Panel
      title={t('deviceFacts')}
      aside={
        <Badge tone={device.isRetired || !device.isRegistered ? 'warn' : 'good'}>
          {device.isRetired ? t('deviceRetired') : device.isRegistered ? t('deviceInUse') : t('deviceNotRegistered')}
        </Badge>
      }
    >
      <dl className={styles['facts']}>
        <Fact name={t('deviceKind')}>{device.kind == null ? t('sourceUnknown') : t(`deviceKinds.${device.kind}`)}</Fact>
        {device.model == null ? null : <Fact name={t('deviceModel')}>{device.model}</Fact>}
        <Fact name={t('where')}>
          {[cityName(place.city), place.district, device.street].filter((part) => part != null).join(', ')}
        </Fact>
        {device.reportCount === undefined ? null : <Fact name={t('deviceReports')}>{number(device.reportCount)}</Fact>}
        {device.firstReportAt == null ? null : <Fact name={t('deviceFirst')}>{localMoment(device.firstReportAt)}</Fact>}
        {device.lastReportAt === undefined ? null : (
          <Fact name={t('deviceLast')}>
            {device.lastReportAt === null ? t('deviceSilent') : localMoment(device.lastReportAt)}
          </Fact>
        )}
        <Fact name={t('deviceHealth')}>
          <DeviceHealth health={device.health} />
        </Fact>
        <Fact name={t('deviceAvailable')}>
          {device.availableShare == null ? <NoData /> : percent(device.availableShare, 1)}
        </Fact>
        <Fact name={t('deviceClock')}>
          <DeviceClock clock={device.clock} />
        </Fact>
      </dl>
    </Panel>
  )
}
