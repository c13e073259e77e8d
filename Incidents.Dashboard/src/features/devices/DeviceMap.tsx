import { ScatterplotLayer } from '@deck.gl/layers'
import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import { useEndless } from '@shared/graphql/useEndless'
import type { DeviceFilterInput, DeviceHealthStatus } from '@shared/graphql/generated/graphql'
import BaseMap from '@shared/map/BaseMap'
import { useOverlay } from '@shared/map/useOverlay'
import { bytesOf } from '@shared/theme/colour'
import { useShownTheme } from '@shared/theme/theme'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { devicePlacesQuery, type PlacedDevice } from './queries'
import { healths } from './search'
import styles from './Devices.module.css'

interface Props {
  readonly filter: DeviceFilterInput
  readonly city: string | undefined
}

type Placed = PlacedDevice & { readonly point: NonNullable<PlacedDevice['point']> }

const centreOfTheProgramme = [73.1, 49.8] as const
const colours: Readonly<Record<DeviceHealthStatus, `--${string}`>> = {
  SUSPECTED: '--bad',
  FAULTED: '--bad',
  UNKNOWN: '--warn',
  HEALTHY: '--good',
  RETIRED: '--text-2',
}
/** What works is small and filled; what is silent is a ring, what has a fault a large dot. */
const radii: Readonly<Record<DeviceHealthStatus, number>> = {
  SUSPECTED: 8,
  FAULTED: 7,
  UNKNOWN: 4,
  HEALTHY: 3,
  RETIRED: 2,
}

/** The devices on the map by their health. Load it lazily: it is large. */
export default function DeviceMap({ filter, city }: Props) {
  const { t } = useTranslation('devices')
  const { number } = useFormat()
  const theme = useShownTheme()
  const navigate = useNavigate()
  const { cities } = useCatalogue()
  const { overlay, draw } = useOverlay()
  const variables = useMemo(() => ({ filter }), [filter])
  const { rows, hasMore, isLoading, error, more } = useEndless(devicePlacesQuery, variables, (data) => data.devices)
  useEffect(() => {
    if (rows.length > 0 && hasMore && !isLoading && !error) more()
  }, [rows.length, hasMore, isLoading, error, more])

  const placed = useMemo(
    () =>
      rows
        .filter((device): device is Placed => device.point != null)
        // What needs somebody lies above the rest.
        .toSorted((a, b) => healths.indexOf(b.health.status) - healths.indexOf(a.health.status)),
    [rows],
  )
  useEffect(() => {
    overlay?.show([
      new ScatterplotLayer<Placed>({
        id: 'devices',
        data: placed,
        getPosition: ({ point }) => [point.longitude, point.latitude],
        getRadius: ({ health }) => radii[health.status],
        radiusUnits: 'pixels',
        stroked: true,
        getLineColor: ({ health }) => bytesOf(colours[health.status]),
        getLineWidth: 2,
        lineWidthUnits: 'pixels',
        getFillColor: ({ health }) => [...bytesOf(colours[health.status]), health.status === 'SUSPECTED' ? 0 : 255],
        updateTriggers: { getLineColor: theme, getFillColor: theme },
        pickable: true,
        onClick: ({ object }) => {
          const device = object as Placed | undefined
          if (device)
            void navigate({ to: '/devices/$id', params: { id: device.deviceId }, search: { city: device.city } })
          return true
        },
      }),
    ])
  }, [overlay, placed, theme, navigate])

  const centre = useMemo((): readonly [number, number] => {
    const bounds = cities.find(({ code }) => code === (city ?? 'karaganda'))?.bounds
    return bounds ? [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2] : centreOfTheProgramme
  }, [cities, city])
  return (
    <>
      <BaseMap label={t('map')} center={centre} zoom={11} draw={draw} />
      <p className={styles['onMap']} data-marks={placed.length}>
        {t('onMap', { number: number(placed.length), all: number(rows.length) })}
      </p>
    </>
  )
}
