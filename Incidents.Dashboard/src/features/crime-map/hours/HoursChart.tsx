import { useFormat } from '@shared/format/useFormat'
import { useShownTheme } from '@shared/theme/theme'
import { useMemo, useRef, useState, type PointerEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { countColours } from '../colours/scale'
import { brushed, columns, hourAt, outlineOf, rows, type Spot } from './brush'
import type { Hours, WeekHour } from '@shared/hours/hours'
import { clock } from './useHoursText'
import { useWeekdays } from './useWeekdays'
import styles from './HoursChart.module.css'

interface Props {
  readonly week: readonly WeekHour[]
  readonly chosen: Hours | undefined
  readonly onChoose: (hours: Hours | undefined) => void
}

const shades = 9

/** The hours of the week, from which a rectangle is brushed, also over midnight and over the week's end. */
export function HoursChart({ week, chosen, onChoose }: Props) {
  const { t } = useTranslation('crime-map')
  const { number } = useFormat()
  const weekdays = useWeekdays()
  const [pointed, setPointed] = useState<Spot>()
  const held = useRef<Spot>(undefined)
  const [draft, setDraft] = useState<Hours>()
  const outlined = draft ?? chosen
  const counts = useMemo(() => {
    const byHour = new Map(week.map(({ weekday, hour, count }) => [24 * (weekday - 1) + hour, count]))
    return (spot: Spot) => byHour.get(hourAt(spot)) ?? null
  }, [week])
  const spotOf = (event: PointerEvent<SVGSVGElement>): Spot => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
    const part = (at: number, size: number, parts: number) =>
      Math.min(parts - 1, Math.max(0, Math.floor((at / size) * parts)))
    return {
      row: part(event.clientY - top, height, rows),
      column: part(event.clientX - left, width, columns),
    }
  }
  const textOf = (spot: Spot) => {
    const count = counts(spot)
    const hour = hourAt(spot)
    return `${weekdays[Math.floor(hour / 24)] ?? ''} ${clock(hour % 24)} · ${count === null ? t('noDataShort') : number(count)}`
  }

  return (
    <div className={styles['chart']}>
      <ol className={styles['days']} aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          <li key={row}>{weekdays[row % 7]}</li>
        ))}
      </ol>
      <svg
        role="img"
        aria-label={t('hoursChart')}
        viewBox={`0 0 ${columns} ${rows}`}
        preserveAspectRatio="none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          held.current = spotOf(event)
          setDraft(brushed(held.current, held.current))
        }}
        onPointerMove={(event) => {
          const spot = spotOf(event)
          setPointed(spot)
          if (held.current) setDraft(brushed(held.current, spot))
        }}
        onPointerLeave={() => setPointed(undefined)}
        onPointerUp={(event) => {
          if (!held.current) return
          onChoose(brushed(held.current, spotOf(event)))
          held.current = undefined
          setDraft(undefined)
        }}
        onPointerCancel={() => {
          held.current = undefined
          setDraft(undefined)
        }}
      >
        <Squares counts={counts} week={week} />
        {outlined ? (
          <path
            className={styles['chosen']}
            d={outlineOf(outlined)}
            vectorEffect="non-scaling-stroke"
            data-chosen-hours
          />
        ) : null}
      </svg>
      <ol className={styles['clock']} aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <li key={hour} style={{ left: `${(100 * hour) / columns}%` }}>
            {String(hour % 24).padStart(2, '0')}
          </li>
        ))}
      </ol>
      <p className={styles['pointed']} aria-hidden="true">
        {pointed ? textOf(pointed) : ''}
      </p>
    </div>
  )
}

interface SquaresProps {
  readonly counts: (spot: Spot) => number | null
  readonly week: readonly WeekHour[]
}

/** A square an hour; hours that are drawn a second time are pale. */
function Squares({ counts, week }: SquaresProps) {
  const theme = useShownTheme()
  return useMemo(() => {
    const colours = countColours(shades, theme).map((rgb) => `rgb(${rgb.join(' ')})`)
    const most = Math.max(1, ...week.map(({ count }) => count ?? 0))
    return Array.from({ length: rows * columns }, (_, index) => {
      const spot = { row: Math.floor(index / columns), column: index % columns }
      const count = counts(spot)
      const shade = count === null ? undefined : colours[Math.min(shades - 1, Math.floor((count / most) * shades))]
      return (
        <rect
          key={index}
          x={spot.column + 0.05}
          y={spot.row + 0.04}
          width={0.9}
          height={0.92}
          fill={shade ?? 'none'}
          opacity={spot.row >= 7 || spot.column >= 24 ? 0.45 : 1}
        />
      )
    })
  }, [counts, week, theme])
}
