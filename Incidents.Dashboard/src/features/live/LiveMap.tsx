import { IconLayer } from '@deck.gl/layers'
import { useCatalogue } from '@shared/catalogue/useCatalogue'
import { useFormat } from '@shared/format/useFormat'
import BaseMap from '@shared/map/BaseMap'
import { useOverlay } from '@shared/map/useOverlay'
import { bytesOf } from '@shared/theme/colour'
import { useShownTheme } from '@shared/theme/theme'
import { useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { marks, markSheet, type MarkName } from './marks'
import type { QueueItem, QueueName } from './queue'
import type { TroubledDevice } from './useDevices'
import { usePaced } from './usePaced'
import styles from './Live.module.css'

interface Props {
  readonly items: readonly QueueItem[]
  /** What is silent or has a fault. */
  readonly devices: readonly TroubledDevice[]
  readonly chosen: QueueItem | undefined
  readonly cities: readonly string[] | undefined
  readonly onChoose: (item: QueueItem) => void
}

type PlacedDevice = TroubledDevice & { readonly point: NonNullable<TroubledDevice['point']> }
type Placed = QueueItem & { readonly point: NonNullable<QueueItem['point']> }

const zoomOfTown = 11
// Each change draws the whole map again; the list beside it shows at once what comes.
const redrawnAtMostEvery = 500
const sizes = { chosen: 38, other: 22, device: 16 }
const centreOfTheProgramme = [73.1, 49.8] as const
/** What lies above the others where they meet. */
const order: readonly QueueName[] = ['violations', 'incidents', 'alerts', 'calls']
const colours: Readonly<Record<QueueName, `--${string}`>> = {
  alerts: '--bad',
  calls: '--accent',
  violations: '--text-2',
  incidents: '--warn',
}

/** What is open on the map: each kind has a shape of its own, so that its colour is not needed. Load it lazily: it is large. */
export default function LiveMap({ items: known, devices, chosen, cities, onChoose }: Props) {
  const { t } = useTranslation('live')
  const theme = useShownTheme()
  const { number } = useFormat()
  const { cities: towns } = useCatalogue()
  const items = usePaced(known, redrawnAtMostEvery)
  const { overlay, draw } = useOverlay()
  const latest = useRef(onChoose)
  useEffect(() => {
    latest.current = onChoose
  })

  const placed = useMemo(
    () =>
      items
        .filter((item): item is Placed => item.point !== null)
        .sort((a, b) => order.indexOf(a.queue) - order.indexOf(b.queue)),
    [items],
  )
  const silent = useMemo(() => devices.filter((one): one is PlacedDevice => one.point != null), [devices])
  useEffect(() => {
    overlay?.show([
      new IconLayer<PlacedDevice>({
        id: 'devices',
        data: silent,
        iconAtlas: markSheet() as unknown as string,
        iconMapping: marks,
        getIcon: (): MarkName => 'devices',
        getPosition: ({ point }) => [point.longitude, point.latitude],
        getColor: () => bytesOf('--text'),
        getSize: sizes.device,
        updateTriggers: { getColor: theme },
      }),
      new IconLayer<Placed>({
        id: 'open',
        data: placed,
        iconAtlas: markSheet() as unknown as string,
        iconMapping: marks,
        getIcon: ({ queue }): MarkName => queue,
        getPosition: ({ point }) => [point.longitude, point.latitude],
        getColor: ({ queue }) => bytesOf(colours[queue]),
        getSize: ({ id }) => (id === chosen?.id ? sizes.chosen : sizes.other),
        updateTriggers: { getColor: theme, getSize: chosen?.id },
        pickable: true,
        onClick: ({ object }) => {
          if (object) latest.current(object as Placed)
          return true
        },
      }),
    ])
  }, [overlay, placed, silent, chosen?.id, theme])

  const centre = useMemo((): readonly [number, number] => {
    if (chosen?.point) return [chosen.point.longitude, chosen.point.latitude]
    const bounds = towns.find(({ code }) => code === (cities?.[0] ?? 'karaganda'))?.bounds
    return bounds ? [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2] : centreOfTheProgramme
  }, [chosen, cities, towns])

  return (
    <>
      <BaseMap label={t('map')} center={centre} zoom={chosen?.point ? 14 : zoomOfTown} draw={draw} />
      <ul className={styles['legend']} data-marks={placed.length}>
        {order.toReversed().map((name) => (
          <li key={name}>
            <span style={{ color: `var(${colours[name]})` }} aria-hidden="true">
              {signs[name]}
            </span>{' '}
            {t(`queue.${name}`)}
          </li>
        ))}
        {silent.length === 0 ? null : (
          <li>✕ {t('devicesSilent', { count: silent.length, number: number(silent.length) })}</li>
        )}
      </ul>
    </>
  )
}

const signs: Readonly<Record<QueueName, string>> = { alerts: '▲', calls: '◉', violations: '◆', incidents: '■' }
