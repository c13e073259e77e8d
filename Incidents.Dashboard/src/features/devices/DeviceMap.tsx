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
import { useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { devicePlacesQuery, type PlacedDevice } from './queries'
import { healths } from './search'
import { useFollowing } from './useFollowing'
import styles from './Devices.module.css'

interface Props {
  readonly filter: DeviceFilterInput
  readonly city: string | undefined
  /** Read again when it changes. */
  readonly state: string | undefined
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
/** Each has a form of its own, so that its colour is not needed: what needs somebody is large, and a ring where nothing is heard. */
const radii: Readonly<Record<DeviceHealthStatus, number>> = {
  SUSPECTED: 8,
  FAULTED: 7,
  UNKNOWN: 5,
  HEALTHY: 3,
  RETIRED: 1,
}
const rings: readonly DeviceHealthStatus[] = ['SUSPECTED', 'UNKNOWN']

/** The devices on the map by their health. Load it lazily: it is large. */
export default function DeviceMap({ filter, city, state }: Props) {
  const { t } = useTranslation(['devices', 'shared'])
  const { number } = useFormat()
  const theme = useShownTheme()
  const navigate = useNavigate()
  const { cities } = useCatalogue()
  const { overlay, draw } = useOverlay()
  const variables = useMemo(() => ({ filter }), [filter])
  const list = useEndless(devicePlacesQuery, variables, (data) => data.devices)
  const { hasMore, isLoading, error, more } = list
  useEffect(() => {
    if (list.rows.length > 0 && hasMore && !isLoading && !error) more()
  }, [list.rows.length, hasMore, isLoading, error, more])
  useFollowing(state, list.restart)
  // What was read whole stays until it is read whole again.
  const [whole, setWhole] = useState({ of: variables, rows: list.rows })
  if (!hasMore && whole.rows !== list.rows) setWhole({ of: variables, rows: list.rows })
  const isLess = hasMore && whole.of === variables && list.rows.length < whole.rows.length
  const rows = isLess ? whole.rows : list.rows

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
        getFillColor: ({ health }) => [...bytesOf(colours[health.status]), rings.includes(health.status) ? 0 : 255],
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
      <BaseMap label={t('devices:map')} center={centre} zoom={11} draw={draw} />
      <ul className={styles['legend']} data-marks={placed.length}>
        {healths.map((health) => (
          <li key={health}>
            <svg viewBox="-10 -10 20 20" aria-hidden="true" style={{ color: `var(${colours[health]})` }}>
              <circle r={radii[health]} data-ring={rings.includes(health) || undefined} />
            </svg>
            {t(`shared:devices.healths.${health}`)}
          </li>
        ))}
        <li>{t('devices:onMap', { number: number(placed.length), all: number(rows.length) })}</li>
      </ul>
    </>
  )
}
